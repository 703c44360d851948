import { expect, test } from "vitest";
import * as z from "zod";
import { Problem } from "../../lib/errors.ts";
import { parseCookies, parseRequest } from "../../lib/http/request.ts";
import { type EventOptions, httpEvent } from "../support/events.ts";

const event = (options: Partial<EventOptions> = {}) => httpEvent({ on: "POST /api/thing", ...options });
const base64 = (text: string) => ({ ...event(), body: Buffer.from(text).toString("base64"), isBase64Encoded: true });

function refusal(work: () => unknown): Problem {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error;
  }
  throw new Error("It was not refused");
}

const message = z.object({ text: z.string(), at: z.object({ line: z.number() }).optional() });

test.each([
  ["text that is no JSON", "{nope"],
  ["half a document", '{"text":"a"'],
  ["two documents", '{"text":"a"} {"text":"b"}'],
])("refuses %s as a body, naming the body", (_, body) => {
  const problem = refusal(() => parseRequest({ body: message }, event({ body })));
  expect({ code: problem.code, members: problem.members }).toEqual({
    code: "invalid_request",
    members: { field: "body" },
  });
});

test("refuses a body that is missing", () => {
  expect(refusal(() => parseRequest({ body: message }, event())).members).toEqual({ field: "body" });
});

test.each([
  ["text", { text: 1 }],
  ["text", {}],
  ["at.line", { text: "a", at: { line: "x" } }],
])("names the field %s when it is wrong", (field, body) => {
  const problem = refusal(() => parseRequest({ body: message }, event({ body })));
  expect(problem.members).toEqual({ field });
  expect(problem.message.startsWith(`${field}: `)).toBe(true);
});

test("does not repeat the value that was wrong", () => {
  const problem = refusal(() => parseRequest({ body: message }, event({ body: { text: ["hunter2"] } })));
  expect(problem.message).not.toContain("hunter2");
});

test.each([
  ["an array", "[]"],
  ["null", "null"],
  ["a string", '"text"'],
])("refuses %s where an object belongs", (_, body) => {
  expect(refusal(() => parseRequest({ body: message }, event({ body }))).code).toBe("invalid_request");
});

test("reads UTF-8 and emoji from a body in base64", () => {
  expect(parseRequest({ body: message }, base64('{"text":"Grüße 🎉"}')).body).toEqual({ text: "Grüße 🎉" });
});

test("takes a body of exactly one megabyte", () => {
  const body = `{"text":"${"x".repeat(1_000_000 - 11)}"}`;
  expect(parseRequest({ body: message }, event({ body })).body.text).toHaveLength(1_000_000 - 11);
});

test("refuses a body of more than one megabyte", () => {
  const body = `{"text":"${"x".repeat(1_000_000)}"}`;
  expect(refusal(() => parseRequest({ body: message }, event({ body }))).code).toBe("payload_too_large");
});

test("measures a body in bytes, not in characters or base64", () => {
  expect(refusal(() => parseRequest({ body: message }, base64(`{"text":"${"é".repeat(500_000)}"}`))).status).toBe(413);
});

test.each(["userId", "tenantId", "status", "scopes", "role", "encryptedTokens", "__proto__"])(
  "leaves %s out of a body that may not hold it",
  (name) => {
    const body = `{"text":"a","${name}":{"isAdmin":true}}`;
    const parsed = parseRequest({ body: message }, event({ body })).body;
    expect(parsed).toEqual({ text: "a" });
    expect("isAdmin" in parsed).toBe(false);
  },
);

test("names what is wrong in the query and in the path", () => {
  const schemas = { query: z.object({ limit: z.coerce.number().max(9) }) };
  expect(refusal(() => parseRequest(schemas, event({ query: { limit: "10" } }))).members).toEqual({ field: "limit" });
  const path = { path: z.object({ id: z.literal("x") }) };
  expect(refusal(() => parseRequest(path, event({ pathParameters: { id: "y" } }))).members).toEqual({ field: "id" });
});

test("takes cookies from where the gateway puts them", () => {
  expect(Object.fromEntries(parseCookies(event({ cookies: ["a=1", "b=2=3"] })))).toEqual({ a: "1", b: "2=3" });
});

test("takes cookies from the header where the gateway left them there", () => {
  expect(Object.fromEntries(parseCookies(event({ headers: { cookie: "a=1; b=2" } })))).toEqual({ a: "1", b: "2" });
});

test("has no cookies when none came", () => {
  expect(parseCookies(event()).size).toBe(0);
});

test("ignores a cookie without a name or a value", () => {
  expect([...parseCookies(event({ cookies: ["pb-0123456789abX", "=1", ""] }))]).toEqual([]);
});
