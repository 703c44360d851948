// The `iss` of a callback (RFC 9207): Google sends one.
import { beforeEach, expect, test } from "vitest";
import { deployedEnvironment } from "../support/aws.ts";
import { httpEvent } from "../support/events.ts";
import { consent, start } from "../support/flow.ts";
import { lambdaProcess } from "../support/lambda-process.ts";
import { sandbox } from "../support/sandbox.ts";
import { outcomeOf, refused, succeeded } from "./support/callback.ts";
import { tokenCalls } from "./support/facts.ts";
import { freshWorld } from "./support/reset.ts";
import { someone } from "./support/someone.ts";
import { storedFor } from "./support/tables.ts";

beforeEach(freshWorld);

async function finish(sendIss: "right" | "wrong" | "none", change: (callback: URL) => void = () => undefined) {
  await sandbox("google").behave({ sendIss });
  const user = await someone();
  const callback = await consent(await start(user, "gmail"));
  change(callback);
  return { user, outcome: outcomeOf(await user.visit(callback)) };
}

test("accepts the issuer that belongs to the provider", async () => {
  expect((await finish("right")).outcome).toEqual(succeeded("gmail"));
});

test("refuses another issuer before it sends the code anywhere", async () => {
  const { user, outcome } = await finish("wrong");
  expect(outcome).toEqual(refused("gmail", "provider_error"));
  expect(await tokenCalls("gmail")).toBe(0);
  expect(await storedFor(user.sub)).toEqual([]);
});

test.each([
  "https://accounts.google.com/",
  "https://ACCOUNTS.google.com",
  "http://accounts.google.com",
  "x".repeat(1000),
])("compares the issuer letter by letter: %j", async (iss) => {
  const { outcome } = await finish("right", (callback) => callback.searchParams.set("iss", iss));
  expect(outcome).toEqual(refused("gmail", "provider_error"));
  expect(await tokenCalls("gmail")).toBe(0);
});

test("accepts an answer without issuer where none is demanded", async () => {
  expect((await finish("none")).outcome).toEqual(succeeded("gmail"));
});

test("refuses an issuer that is no name of a provider that sends none", async () => {
  const user = await someone();
  const callback = await consent(await start(user, "figma"));
  callback.searchParams.set("iss", "https://evil.example");
  expect(outcomeOf(await user.visit(callback))).toEqual(refused("figma", "provider_error"));
  expect(await tokenCalls("figma")).toBe(0);
});

test("takes an empty issuer for a wrong one, not for none", async () => {
  const user = await someone();
  const callback = await consent(await start(user, "gmail"));
  const environment = await deployedEnvironment("integrations-callback-gmail");
  const lambda = await lambdaProcess("integrations/callback", environment);
  const query = { ...Object.fromEntries(callback.searchParams), iss: "" };
  const cookies = [user.cookies.header("/") ?? ""];
  const { headers } = await lambda.invoke(httpEvent({ on: "GET /api/integrations/gmail/callback", query, cookies }));
  await lambda.stop();
  expect(headers?.location).toMatch(/status=error&code=provider_error$/);
  expect(await tokenCalls("gmail")).toBe(0);
});
