import { randomBytes } from "node:crypto";
import { DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import { beforeEach, expect, test } from "vitest";
import { dynamodb, tableName } from "../support/aws.ts";
import { giveConsent, startFlow } from "../support/flow.ts";
import { spy } from "../support/spy.ts";
import {
  buildCallbackPath,
  errorOutcome,
  getOutcome,
  getState,
  successOutcome,
  withState,
} from "./support/callback.ts";
import { listConnections } from "./support/connections.ts";
import { countTokenCalls } from "./support/facts.ts";
import { resetWorld } from "./support/reset.ts";
import { isStored, listRows, listStoredRows, setExpiry, stateKey } from "./support/tables.ts";
import { createUser } from "./support/test-user.ts";

beforeEach(resetWorld);

const invalid = errorOutcome("figma", "invalid_state");

/** Changes a character in the middle, where all six bits are significant. */
const flipCharacter = (state: string) => state.slice(0, 20) + (state[20] === "A" ? "B" : "A") + state.slice(21);

test("refuses a callback without a state and asks the provider for no token", async () => {
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "figma"));
  callback.searchParams.delete("state");
  expect(getOutcome(await user.visit(callback))).toEqual(invalid);
  expect(await countTokenCalls("figma")).toBe(0);
  expect(await listStoredRows(user.sub)).toEqual([]);
});

test.each([
  ["random", () => randomBytes(32).toString("base64url")],
  ["bit-flipped", flipCharacter],
  ["empty", () => ""],
  ["shortened", (state: string) => state.slice(0, -1)],
  ["lengthened", (state: string) => `${state}A`],
  ["over-long", (state: string) => state + "A".repeat(4000)],
  ["wildcard", () => "*"],
  ["object-like", () => '{"S":"x"}'],
])("refuses a %s state and asks the provider for no token", async (_, change) => {
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "figma"));
  const answer = await user.visit(withState(callback, change(getState(callback))));
  expect(getOutcome(answer)).toEqual(invalid);
  expect(await countTokenCalls("figma")).toBe(0);
  expect(await listStoredRows(user.sub)).toEqual([]);
});

test("leaves a flow usable after somebody guessed at its state", async () => {
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "figma"));
  await user.visit(withState(callback, flipCharacter(getState(callback))));
  expect(getOutcome(await user.visit(callback))).toEqual(successOutcome("figma"));
});

test("refuses a state that was already used and keeps the first connection", async () => {
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "figma"));
  await user.visit(callback);
  const before = await listConnections(user);
  expect(getOutcome(await user.visit(callback))).toEqual(invalid);
  expect(await listConnections(user)).toEqual(before);
  expect(await countTokenCalls("figma")).toBe(1);
});

/** Uses a callback while the answers of the first writes that use a state up are lost. */
const loseAnswers = (times: number) =>
  spy.breakNext({ service: "dynamodb", operation: "UpdateItem", keyPrefix: "state#", action: "lose", times });

test("finishes a flow although the answer of the write that used its state up was lost", async () => {
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "figma"));
  await loseAnswers(2);
  expect(getOutcome(await user.visit(callback))).toEqual(successOutcome("figma"));
  expect(getOutcome(await user.visit(callback))).toEqual(invalid);
  expect(await countTokenCalls("figma")).toBe(1);
});

test("gives a state to one caller alone, whichever answers are lost", async () => {
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "figma"));
  await loseAnswers(2);
  const answers = await Promise.all(Array.from({ length: 8 }, () => user.visit(callback)));
  const outcomes = answers.map((answer) => JSON.stringify(getOutcome(answer)));
  expect(outcomes.filter((outcome) => outcome === JSON.stringify(successOutcome("figma")))).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === JSON.stringify(invalid))).toHaveLength(7);
  expect(await countTokenCalls("figma")).toBe(1);
});

test("does not give a used state to a release that would delete it", async () => {
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "figma"));
  await user.visit(callback);
  const [row] = await listRows("transient", stateKey(getState(callback)));
  const deletion = dynamodb().send(
    new DeleteItemCommand({
      TableName: tableName("transient"),
      Key: { pk: { S: row?.pk ?? "" }, sk: { S: "-" } },
      ConditionExpression: "provider = :provider AND redirectUri = :redirectUri AND delivery = :delivery",
      ExpressionAttributeValues: {
        ":provider": { S: "figma" },
        ":redirectUri": { S: String(row?.redirectUri) },
        ":delivery": { S: "get" },
      },
    }),
  );
  await expect(deletion).rejects.toMatchObject({ name: "ConditionalCheckFailedException" });
});

test("uses a state up with one call of AWS", async () => {
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "figma"));
  const calls = await spy.during(() => user.visit(callback), "integrations-callback-figma");
  expect(calls.filter((call) => call.includes("state#"))).toEqual(["dynamodb UpdateItem state#"]);
});

test.each(["code", "state", "error", "iss"])("refuses a callback with two of %s and uses nothing up", async (name) => {
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "figma"));
  const twice = new URL(callback);
  const [value] = twice.searchParams.getAll(name);
  if (value === undefined) twice.searchParams.append(name, "a");
  twice.searchParams.append(name, "b");
  expect(getOutcome(await user.visit(twice))).toEqual(invalid);
  expect(await countTokenCalls("figma")).toBe(0);
  expect(getOutcome(await user.visit(callback))).toEqual(successOutcome("figma"));
});

test("refuses a state past its time although its row is still there", async () => {
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "figma"));
  await setExpiry(stateKey(getState(callback)), Math.floor(Date.now() / 1000) - 1);
  expect(getOutcome(await user.visit(callback))).toEqual(errorOutcome("figma", "expired"));
  expect(await countTokenCalls("figma")).toBe(0);
  expect(await listStoredRows(user.sub)).toEqual([]);
});

test("consumes an expired state", async () => {
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "figma"));
  await setExpiry(stateKey(getState(callback)), Math.floor(Date.now() / 1000) - 1);
  await user.visit(callback);
  expect(getOutcome(await user.visit(callback))).toEqual(invalid);
});

test("stores no state in plain text, only its hash", async () => {
  const user = await createUser();
  const state = getState(await startFlow(user, "figma"));
  expect(await isStored(stateKey(state))).toBe(true);
  expect(await isStored(`state#${state}`)).toBe(false);
});

test("gives a state fifteen minutes", async () => {
  const user = await createUser();
  const from = Math.floor(Date.now() / 1000);
  const state = getState(await startFlow(user, "figma"));
  const until = Date.now() / 1000;
  const [row] = await listRows("transient", stateKey(state));
  expect(Number(row?.expiresAt)).toBeGreaterThanOrEqual(from + 900);
  expect(Number(row?.expiresAt)).toBeLessThanOrEqual(until + 900);
});

test("uses 256 new random bits for every state", async () => {
  const user = await createUser();
  const states = [getState(await startFlow(user, "figma")), getState(await startFlow(user, "figma"))];
  expect(states[0]).not.toBe(states[1]);
  for (const state of states) expect(Buffer.from(state, "base64url")).toHaveLength(32);
});

test("answers an absent, a random, a used and a foreign state alike", async () => {
  const [user, other] = [await createUser(), await createUser()];
  const used = await giveConsent(await startFlow(user, "figma"));
  await user.visit(used);
  const foreign = getState(await startFlow(other, "github"));
  const random = randomBytes(32).toString("base64url");
  const queries = [{}, { state: random }, { state: getState(used) }, { state: foreign }];
  const answers = await Promise.all(
    queries.map((query) => user.visit(buildCallbackPath("figma", { code: "some-code", ...query }))),
  );
  const seen = answers.map(({ status, text, location }) => ({ status, text, location: location?.href }));
  expect(new Set(seen.map((answer) => JSON.stringify(answer))).size).toBe(1);
});
