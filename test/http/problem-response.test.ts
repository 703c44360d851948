import { expect, test } from "vitest";
import { Problem, type ProblemCode } from "../../lib/errors.ts";
import { toProblemResponse } from "../../lib/http/problem-response.ts";
import { logged } from "./lambda-environment.ts";

const answerTo = (error: unknown) => {
  const { body, ...rest } = toProblemResponse(error, "r-1");
  return { ...rest, text: body ?? "", body: JSON.parse(body ?? "") };
};

const statuses: [ProblemCode, number][] = [
  ["invalid_request", 400],
  ["unauthenticated", 401],
  ["forbidden", 403],
  ["insufficient_permissions", 403],
  ["not_found", 404],
  ["not_connected", 404],
  ["conflict", 409],
  ["reconnect_required", 409],
  ["outcome_unknown", 409],
  ["payload_too_large", 413],
  ["rate_limited", 429],
  ["internal", 500],
  ["provider_error", 502],
  ["provider_unavailable", 503],
  ["not_configured", 503],
];

test.each(statuses)("answers %s with status %i", (code, status) => {
  expect(answerTo(new Problem(code))).toMatchObject({ statusCode: status, body: { code, status } });
});

test("has every member of a problem, and what clients of the old systems read", () => {
  const problem = new Problem("not_connected", { detail: "Slack is not connected." });
  expect(answerTo(problem).body).toEqual({
    type: "urn:patchbay:problem:not_connected",
    title: "This account is not connected",
    status: 404,
    detail: "Slack is not connected.",
    code: "not_connected",
    requestId: "r-1",
    error: "Slack is not connected.",
    message: "Slack is not connected.",
    success: false,
  });
});

test("is of the media type of a problem", () => {
  expect(answerTo(new Problem("conflict")).headers?.["content-type"]).toBe("application/problem+json");
});

test("uses the earlier systems' words for a missing permission", () => {
  const members = { missingScopes: ["chat:write"], reconnectUrl: "https://app.example.com/x" };
  const { body } = answerTo(new Problem("insufficient_permissions", { members }));
  expect(body).toMatchObject({ error: "Insufficient permissions", ...members });
});

test("says in whole seconds when to come back", () => {
  expect(answerTo(new Problem("rate_limited", { retryAfter: 1.2 })).headers?.["retry-after"]).toBe("2");
});

test("names no time where none is known", () => {
  expect(answerTo(new Problem("rate_limited")).headers).not.toHaveProperty("retry-after");
});

test("tells a caller without a session how to sign in", () => {
  expect(answerTo(new Problem("unauthenticated")).headers?.["www-authenticate"]).toBe("Bearer");
});

test("asks nobody else to sign in", () => {
  expect(answerTo(new Problem("forbidden")).headers).not.toHaveProperty("www-authenticate");
});

test.each([
  ["an error", new Error("password hunter2 at db.internal")],
  ["an error with a cause", new Error("outer hunter2", { cause: new Error("db.internal") })],
  ["a string", "hunter2"],
  ["nothing", undefined],
  ["an object that looks like a problem", { code: "not_found", status: 404, message: "hunter2" }],
])("tells nothing but the request id of %s", (_, thrown) => {
  const { statusCode, text, body } = answerTo(thrown);
  expect({ statusCode, code: body.code, requestId: body.requestId }).toEqual({
    statusCode: 500,
    code: "internal",
    requestId: "r-1",
  });
  expect(text).not.toMatch(/hunter2|db\.internal|\.ts/);
});

test("logs the name and place of an unknown error, not its message", () => {
  answerTo(new Error("password hunter2", { cause: new TypeError("db.internal") }));
  const line = logged.findLast((text) => text.includes('"request failed"'));
  expect(JSON.parse(line ?? "{}")).toMatchObject({ code: "internal", errorName: "Error", errorCause: "TypeError" });
  expect(line).not.toMatch(/hunter2|db\.internal/);
});

test("logs one line for a refusal, whatever its text holds", () => {
  const before = logged.length;
  answerTo(new Problem("invalid_request", { detail: "a\r\nb\u0000c" }));
  const lines = logged.slice(before);
  expect(lines).toHaveLength(1);
  expect(lines[0]?.trimEnd()).not.toMatch(/[\r\n\0]/);
});

test("keeps the cause of a problem to itself", () => {
  const problem = new Problem("provider_unavailable", { cause: new Error("arn:aws:secret hunter2") });
  expect(answerTo(problem).text).not.toMatch(/hunter2|arn:/);
});

const takeLines = (error: unknown) => {
  logged.length = 0;
  answerTo(error);
  return logged.map((line) => JSON.parse(line));
};

test("logs a refusal with its code and status, and counts no failure", () => {
  expect(takeLines(new Problem("not_found", { detail: "hunter2", cause: new Error("hunter2") }))).toEqual([
    { level: "INFO", message: "request refused", timestamp: expect.any(String), code: "not_found", status: 404 },
  ]);
});

test.each<[ProblemCode, number]>([
  ["internal", 500],
  ["provider_error", 502],
  ["provider_unavailable", 503],
])("counts and logs %s as a failure, with what caused it", (code, status) => {
  const lines = takeLines(new Problem(code, { cause: new RangeError("hunter2") }));
  expect(lines).toMatchObject([
    { RequestFailed: 1, code },
    { level: "ERROR", message: "request failed", code, status, errorName: "RangeError" },
  ]);
  // The alarm is for what is our fault.
  expect("_aws" in Object(lines[0])).toBe(code === "internal");
  expect(JSON.stringify(lines)).not.toContain("hunter2");
});

test("logs of a failure without a cause where it was found", () => {
  expect(takeLines(new Problem("provider_unavailable"))[1]).toMatchObject({ errorName: "Problem" });
  expect(takeLines("hunter2")[1]).toMatchObject({ code: "internal", errorName: "string" });
});

test("has the headers that a problem brings, which win over its own", () => {
  const headers = { "x-own": "1", "www-authenticate": "Bearer realm=x", "content-type": "text/plain" };
  expect(answerTo(new Problem("unauthenticated", { headers, retryAfter: 0 })).headers).toEqual({
    ...headers,
    "retry-after": "0",
  });
});

test("has the members that a problem brings, and its own words for the earlier clients beside them", () => {
  const members = { field: "text", status: 499, error: "x", message: "x", success: true };
  expect(answerTo(new Problem("invalid_request", { detail: "d", members })).body).toMatchObject({
    ...{ field: "text", status: 499, error: "d", message: "d", success: false },
  });
});
