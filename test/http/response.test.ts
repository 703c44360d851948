import { expect, test } from "vitest";
import { envelopeResponse, fitsLambda, ok, redirect, withSecurityHeaders } from "../../lib/http/response.ts";

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
