import { expect, test } from "vitest";
import { createBrowser } from "../support/api.ts";
import { cloud } from "../support/cloud.ts";

const preflight = (origin: string) =>
  createBrowser().request("/api/integrations", {
    method: "OPTIONS",
    headers: { origin, "access-control-request-method": "GET", "access-control-request-headers": "authorization" },
  });

test("allows the configured origin, with credentials and without a wildcard", async () => {
  const { headers } = await preflight(cloud().origin);
  expect(headers.get("access-control-allow-origin")).toBe(cloud().origin);
  expect(headers.get("access-control-allow-credentials")).toBe("true");
});

test("allows the header that names a tenant", async () => {
  const { headers } = await preflight(cloud().origin);
  expect(headers.get("access-control-allow-headers")).toContain("x-tenant-id");
});

test.each([
  ["null", () => "null"],
  ["a look-alike", () => `${cloud().origin}.evil.example`],
  ["another port", () => "http://localhost:1"],
  ["a subdomain", () => cloud().origin.replace("localhost", "app.localhost")],
])("does not allow %s", async (_, origin) => {
  const { headers } = await preflight(origin());
  expect(headers.get("access-control-allow-origin")).toBeNull();
});
