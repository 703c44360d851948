import { expect, test, vi } from "vitest";
import {
  createdResponse,
  envelopeResponse,
  fitsLambda,
  noContent,
  ok,
  redirect,
  serializeJson,
  timestampedResponse,
  withSecurityHeaders,
} from "../../lib/http/response.ts";

test.each([
  ["cache-control", "no-store"],
  ["referrer-policy", "no-referrer"],
  ["x-content-type-options", "nosniff"],
  ["content-security-policy", "default-src 'none'; frame-ancestors 'none'"],
  // For our own host only: the operator's other hosts are none of our business.
  ["strict-transport-security", "max-age=63072000"],
  ["x-request-id", "r-1"],
])("sends %s with every answer", (name, value) => {
  expect(withSecurityHeaders(ok({}), "r-1").headers?.[name]).toBe(value);
});

test("lets an answer have a policy of its own", () => {
  const page = { ...ok({}), headers: { "content-security-policy": "default-src 'self'" } };
  expect(withSecurityHeaders(page, "r-1").headers).toMatchObject({
    "content-security-policy": "default-src 'self'",
    "cache-control": "no-store",
  });
});

test("keeps an answer's own headers beside the added ones", () => {
  expect(withSecurityHeaders(ok({}), "r-1").headers?.["content-type"]).toBe("application/json");
});

test.each([
  ["five megabytes of text", "x".repeat(5_000_000), true],
  ["seven megabytes of text", "x".repeat(7_000_000), false],
  ["four megabytes of quotes, which Lambda escapes", '"'.repeat(4_000_000), false],
  ["four megabytes in three-byte characters", "€".repeat(1_300_000), true],
])("knows whether Lambda can answer %s", (_, body, fits) => {
  expect(fitsLambda(body)).toBe(fits);
});

test("refuses an answer that Lambda would drop", () => {
  expect(() => ok({ text: "x".repeat(7_000_000) })).toThrowError(
    expect.objectContaining({ code: "payload_too_large" }),
  );
});

test("redirects with status 302 and the flow's cookie", () => {
  expect(redirect("https://app.example.com/", ["a=b"])).toEqual({
    statusCode: 302,
    headers: { location: "https://app.example.com/" },
    body: "",
    cookies: ["a=b"],
  });
});

test("puts the members of the data at the top level too", () => {
  const { body } = envelopeResponse({ channels: [1], count: 1 }, { timestamp: "now" });
  const data = { channels: [1], count: 1 };
  expect(JSON.parse(body ?? "")).toEqual({ success: true, data, ...data, timestamp: "now" });
});

test("refuses what is nested too deep to be written as too large", () => {
  let deep: unknown = 1;
  for (let level = 0; level < 100_000; level++) deep = [deep];
  expect(() => ok(deep)).toThrow(expect.objectContaining({ code: "payload_too_large" }));
});

test("answers JSON with status 200 unless told otherwise, and with cookies only where there are some", () => {
  const headers = { "content-type": "application/json" };
  expect(ok({ a: 1 })).toEqual({ statusCode: 200, headers, body: '{"a":1}' });
  expect(ok({ a: 1 }, { statusCode: 202, cookies: ["a=b"] })).toEqual({
    ...{ statusCode: 202, headers, body: '{"a":1}', cookies: ["a=b"] },
  });
  expect(createdResponse({ a: 1 })).toEqual({ statusCode: 201, headers, body: '{"a":1}' });
  expect(noContent()).toEqual({ statusCode: 204, body: "" });
  expect(redirect("https://app.example.com/").cookies).toEqual([]);
});

test("answers the earlier systems' envelopes with a status and with a time", () => {
  expect(envelopeResponse({ a: 1 })).toMatchObject({ statusCode: 200, body: '{"success":true,"data":{"a":1},"a":1}' });
  expect(envelopeResponse({ a: 1 }, undefined, 201).statusCode).toBe(201);
  const { statusCode, body = "" } = timestampedResponse({ a: 1 });
  expect([statusCode, timestampedResponse({}, 202).statusCode]).toEqual([200, 202]);
  const { timestamp, ...rest } = JSON.parse(body);
  expect(rest).toEqual({ success: true, data: { a: 1 }, a: 1 });
  expect(new Date(timestamp).toISOString()).toBe(timestamp);
  expect(Math.abs(Date.now() - Date.parse(timestamp))).toBeLessThan(60_000);
});

const maxAnswerBytes = 6 * 1024 * 1024 - 32_768;

test.each([
  ["text that just fits with its quotes", "x".repeat(maxAnswerBytes - 3), true],
  ["text that is a byte too long", "x".repeat(maxAnswerBytes - 2), false],
  ["quotes that take just all of it", '"'.repeat(maxAnswerBytes / 2), false],
  ["nothing", "", true],
])("knows to a byte whether Lambda can answer %s", (_, body, fits) => {
  expect(fitsLambda(body)).toBe(fits);
});

test("says what to do about an answer that is too large", () => {
  const detail = "The answer is too large. Ask for less of it.";
  expect(() => ok("x".repeat(maxAnswerBytes))).toThrow(expect.objectContaining({ status: 413, message: detail }));
});

test("does not take another failure to write JSON for a value that is nested too deep", () => {
  const circular: unknown[] = [];
  circular.push(circular);
  expect(() => serializeJson(circular)).toThrow(TypeError);
  expect(serializeJson({ a: [1] })).toBe('{"a":[1]}');
});

test("sends the stage's own policy for encrypted connections where it has one", async () => {
  vi.resetModules();
  vi.stubEnv("STRICT_TRANSPORT_SECURITY", "max-age=63072000; includeSubDomains");
  const stage = await import("../../lib/http/response.ts");
  expect(stage.withSecurityHeaders(stage.ok({}), "r-1").headers?.["strict-transport-security"]).toBe(
    "max-age=63072000; includeSubDomains",
  );
  vi.unstubAllEnvs();
});

test("keeps all else of an answer that it protects", () => {
  expect(withSecurityHeaders(redirect("https://app.example.com/", ["a=b"]), "r-1")).toMatchObject({
    ...{ statusCode: 302, body: "", cookies: ["a=b"], headers: { location: "https://app.example.com/" } },
  });
});
