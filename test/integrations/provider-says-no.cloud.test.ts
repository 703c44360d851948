import { beforeEach, expect, test } from "vitest";
import { providerIds } from "../../lib/provider-ids.ts";
import { readDeployedEnvironment } from "../support/aws.ts";
import { cloud } from "../support/cloud.ts";
import { httpEvent } from "../support/events.ts";
import { giveConsent, startFlow } from "../support/flow.ts";
import { startLambdaProcess } from "../support/lambda-process.ts";
import { buildCallbackPath, errorOutcome, getOutcome, getState } from "./support/callback.ts";
import { countTokenCalls } from "./support/facts.ts";
import { resetWorld } from "./support/reset.ts";
import { listStoredRows } from "./support/tables.ts";
import { createUser } from "./support/test-user.ts";

beforeEach(resetWorld);

test.each(providerIds)("tells the front end that the user said no at %s, and asks for no token", async (provider) => {
  const user = await createUser();
  const answer = await user.visit(await giveConsent(await startFlow(user, provider), { deny: true }));
  expect(getOutcome(answer)).toEqual(errorOutcome(provider, "access_denied"));
  expect(await countTokenCalls(provider)).toBe(0);
  expect(await listStoredRows(user.sub)).toEqual([]);
});

test("names the failure as `error`, and no `code`, at the page that the flow was started for", async () => {
  const user = await createUser();
  const returnTo = "/projects?tab=2&code=left&error=over";
  const answer = await user.visit(await giveConsent(await startFlow(user, "figma", { returnTo }), { deny: true }));
  expect(answer.location?.href).toBe(
    `${cloud().origin}/projects?tab=2&provider=figma&status=error&error=access_denied`,
  );
});

test("consumes the state when the user refused", async () => {
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "figma"), { deny: true });
  await user.visit(callback);
  // The row stays, marked as used.
  expect(getOutcome(await user.visit(callback))).toEqual(errorOutcome("figma", "invalid_state"));
});

test.each([
  ["temporarily_unavailable", "provider_unavailable"],
  ["server_error", "provider_unavailable"],
  ["invalid_scope", "provider_error"],
  ["unauthorized_client", "provider_error"],
  ["__proto__", "provider_error"],
  ["success", "provider_error"],
  ["", "provider_error"],
  ["<script>alert(1)</script>", "provider_error"],
  ["access_denied\r\nset-cookie: a=b", "provider_error"],
  ["x".repeat(3000), "provider_error"],
])("answers the provider's error %j with %s of the closed set", async (error, code) => {
  const user = await createUser();
  const state = getState(await startFlow(user, "figma"));
  const answer = await user.visit(buildCallbackPath("figma", { error, state }));
  expect(getOutcome(answer)).toEqual(errorOutcome("figma", code));
});

test.each([
  ["a script", "<script>alert(1)</script>"],
  ["line breaks", "a\r\nset-cookie: stolen=1\r\n\r\n<html>"],
  ["5 kB", "d".repeat(5000)],
])("drops an error description of %s", async (_, description) => {
  const user = await createUser();
  const state = getState(await startFlow(user, "figma"));
  const query = { error: "access_denied", error_description: description, error_uri: "https://evil.example", state };
  const answer = await user.visit(buildCallbackPath("figma", query));
  expect(getOutcome(answer)).toEqual(errorOutcome("figma", "access_denied"));
  expect(answer.text).toBe("");
  expect(answer.headers.getSetCookie().join()).not.toContain("stolen");
});

test("drops an error description of 100 kB", async () => {
  const user = await createUser();
  const state = getState(await startFlow(user, "figma"));
  const lambda = await startLambdaProcess(
    "integrations/callback",
    await readDeployedEnvironment("integrations-callback-figma"),
  );
  const query = { error: "access_denied", error_description: "d".repeat(100_000), state };
  const cookies = [user.cookies.header("/") ?? ""];
  const answer = await lambda.invoke(httpEvent({ on: "GET /api/integrations/figma/callback", query, cookies }));
  await lambda.stop();
  expect(answer.headers?.location).toMatch(/\?provider=figma&status=error&error=access_denied$/);
});

test("treats an answer with both a code and an error as an error", async () => {
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "figma"));
  callback.searchParams.set("error", "access_denied");
  expect(getOutcome(await user.visit(callback))).toEqual(errorOutcome("figma", "access_denied"));
  expect(await countTokenCalls("figma")).toBe(0);
});

test.each([
  ["no code", undefined],
  ["a code of 5 kB", "c".repeat(5000)],
])("refuses an answer with %s", async (_, code) => {
  const user = await createUser();
  const state = getState(await startFlow(user, "figma"));
  const answer = await user.visit(buildCallbackPath("figma", { state, ...(code ? { code } : {}) }));
  expect(getOutcome(answer)).toEqual(errorOutcome("figma", "provider_error"));
  expect(await countTokenCalls("figma")).toBe(0);
});
