// The `iss` of a callback (RFC 9207): Google sends one.
import { beforeEach, expect, test } from "vitest";
import { readDeployedEnvironment } from "../support/aws.ts";
import { httpEvent } from "../support/events.ts";
import { giveConsent, startFlow } from "../support/flow.ts";
import { startLambdaProcess } from "../support/lambda-process.ts";
import { sandbox } from "../support/sandbox.ts";
import { errorOutcome, getOutcome, successOutcome } from "./support/callback.ts";
import { countTokenCalls } from "./support/facts.ts";
import { resetWorld } from "./support/reset.ts";
import { listStoredRows } from "./support/tables.ts";
import { createUser } from "./support/test-user.ts";

beforeEach(resetWorld);

async function finish(sendIss: "right" | "wrong" | "none", change: (callback: URL) => void = () => undefined) {
  await sandbox("google").behave({ sendIss });
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "gmail"));
  change(callback);
  return { user, outcome: getOutcome(await user.visit(callback)) };
}

test("accepts the issuer that belongs to the provider", async () => {
  expect((await finish("right")).outcome).toEqual(successOutcome("gmail"));
});

test("refuses another issuer before it sends the code anywhere", async () => {
  const { user, outcome } = await finish("wrong");
  expect(outcome).toEqual(errorOutcome("gmail", "provider_error"));
  expect(await countTokenCalls("gmail")).toBe(0);
  expect(await listStoredRows(user.sub)).toEqual([]);
});

test.each([
  "https://accounts.google.com/",
  "https://ACCOUNTS.google.com",
  "http://accounts.google.com",
  "x".repeat(1000),
])("compares the issuer letter by letter: %j", async (iss) => {
  const { outcome } = await finish("right", (callback) => callback.searchParams.set("iss", iss));
  expect(outcome).toEqual(errorOutcome("gmail", "provider_error"));
  expect(await countTokenCalls("gmail")).toBe(0);
});

test("accepts an answer without issuer where none is demanded", async () => {
  expect((await finish("none")).outcome).toEqual(successOutcome("gmail"));
});

test("refuses an issuer that is no name of a provider that sends none", async () => {
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "figma"));
  callback.searchParams.set("iss", "https://evil.example");
  expect(getOutcome(await user.visit(callback))).toEqual(errorOutcome("figma", "provider_error"));
  expect(await countTokenCalls("figma")).toBe(0);
});

test("treats an empty issuer as wrong, not as missing", async () => {
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "gmail"));
  const environment = await readDeployedEnvironment("integrations-callback-gmail");
  const lambda = await startLambdaProcess("integrations/callback", environment);
  const query = { ...Object.fromEntries(callback.searchParams), iss: "" };
  const cookies = [user.cookies.header("/") ?? ""];
  const { headers } = await lambda.invoke(httpEvent({ on: "GET /api/integrations/gmail/callback", query, cookies }));
  await lambda.stop();
  expect(headers?.location).toMatch(/status=error&error=provider_error$/);
  expect(await countTokenCalls("gmail")).toBe(0);
});
