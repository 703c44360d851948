import { beforeEach, expect, test } from "vitest";
import { cloud } from "../support/cloud.ts";
import { giveConsent, startFlow } from "../support/flow.ts";
import { getOutcome } from "./support/callback.ts";
import { problemAnswer } from "./support/connections.ts";
import { resetWorld } from "./support/reset.ts";
import { createOtherBrowser, createUser } from "./support/test-user.ts";

beforeEach(resetWorld);

const elsewhere = [
  "https://evil.example",
  "//evil.example",
  "///evil.example",
  "////evil.example/..",
  "/\\evil.example",
  "\\\\evil.example",
  "\\/evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "\t//evil.example",
  " //evil.example",
  "\u0000//evil.example",
  "/%09/evil.example",
  "/%5cevil.example",
  "/%2fevil.example",
  "/..//evil.example",
  "/.//evil.example",
  "/a/../..//evil.example",
  "/%2e%2e//evil.example",
  "http:evil.example",
  "http:/evil.example",
  "http:\\\\evil.example",
  "https:evil.example",
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:x",
  "file:///etc/passwd",
  "ftp://localhost/",
  "blob:http://localhost/1",
  "http://localhost@evil.example/",
  "http://localhost%2eevil.example/",
  "http://localhost.evil.example/",
  "http://user:secret@localhost/",
  "http://localhost:1/",
  "https://localhost/",
  "http://ⓔvil.example/",
  "//evil。example",
];

test.each(elsewhere)("never sends a browser away to %j", async (returnTo) => {
  const user = await createUser();
  const query = new URLSearchParams({ returnTo });
  const answer = await user.get(`/api/integrations/figma/auth?${query}`);
  if (answer.status !== 200) return expect(answer).toMatchObject(problemAnswer(400, "invalid_request"));
  const { authorizationUrl } = answer.json as { authorizationUrl: string };
  const { location } = await user.visit(await giveConsent(new URL(authorizationUrl), { deny: true }));
  expect(location?.origin).toBe(cloud().origin);
  expect(new URL(location?.href ?? "", cloud().origin).origin).toBe(cloud().origin);
});

test("says that a foreign target is not allowed, and starts nothing", async () => {
  const user = await createUser();
  const answer = await user.get("/api/integrations/figma/auth?returnTo=https%3A%2F%2Fevil.example");
  expect(answer).toMatchObject(problemAnswer(400, "invalid_request"));
  expect(answer.json).toMatchObject({ field: "returnTo" });
  expect(answer.text).not.toContain("evil.example");
  expect(answer.headers.getSetCookie()).toEqual([]);
});

test("refuses a target of ten thousand characters", async () => {
  const user = await createUser();
  const answer = await user.get(`/api/integrations/figma/auth?returnTo=/${"a".repeat(10_000)}`);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
});

test("sends the browser back to a path of the application, keeping its query", async () => {
  const user = await createUser();
  const url = await startFlow(user, "figma", { returnTo: "/projects/7?tab=design&status=old" });
  const { location } = await user.visit(await giveConsent(url));
  expect(location?.href).toBe(`${cloud().origin}/projects/7?tab=design&status=success&provider=figma`);
});

test("sends a refusal back to the same place", async () => {
  const user = await createUser();
  const url = await startFlow(user, "figma", { returnTo: "/projects/7" });
  const answer = await user.visit(await giveConsent(url, { deny: true }));
  expect(answer.location?.pathname).toBe("/projects/7");
  expect(getOutcome(answer)).toMatchObject({ status: "error", error: "access_denied" });
});

test("replaces a fragment of the target by the handle", async () => {
  const user = await createUser();
  const url = await startFlow(user, "figma", { returnTo: "/projects/7#handle=forged" });
  const { location } = await createOtherBrowser().visit(await giveConsent(url));
  expect(location?.hash).toMatch(/^#handle=[\w-]{43}$/);
});
