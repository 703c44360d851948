import { expect, test } from "vitest";
import { enveloped, ok, redirect, withSecurityHeaders } from "../../lib/http/response.ts";

test.each([
  ["cache-control", "no-store"],
  ["referrer-policy", "no-referrer"],
  ["x-content-type-options", "nosniff"],
  ["content-security-policy", "default-src 'none'; frame-ancestors 'none'"],
  ["strict-transport-security", "max-age=63072000; includeSubDomains"],
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

test("redirects with status 302 and the flow's cookie", () => {
  expect(redirect("https://app.example.com/", ["a=b"])).toEqual({
    statusCode: 302,
    headers: { location: "https://app.example.com/" },
    body: "",
    cookies: ["a=b"],
  });
});

test("puts the members of the data at the top level too", () => {
  const { body } = enveloped({ channels: [1], count: 1 }, { timestamp: "now" });
  const data = { channels: [1], count: 1 };
  expect(JSON.parse(body ?? "")).toEqual({ success: true, data, ...data, timestamp: "now" });
});
