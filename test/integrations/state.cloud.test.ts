import { randomBytes } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { consent, start } from "../support/flow.ts";
import { callbackPath, outcomeOf, refused, stateOf, succeeded, withState } from "./support/callback.ts";
import { listOf } from "./support/connections.ts";
import { tokenCalls } from "./support/facts.ts";
import { freshWorld } from "./support/reset.ts";
import { someone } from "./support/someone.ts";
import { isStored, rowsOf, setExpiry, stateKey, storedFor } from "./support/tables.ts";

beforeEach(freshWorld);

const invalid = refused("figma", "invalid_state");

/** Another character in the middle, where each of the six bits counts. */
const flipped = (state: string) => state.slice(0, 20) + (state[20] === "A" ? "B" : "A") + state.slice(21);

test("refuses a callback without a state and asks the provider for no token", async () => {
  const user = await someone();
  const callback = await consent(await start(user, "figma"));
  callback.searchParams.delete("state");
  expect(outcomeOf(await user.visit(callback))).toEqual(invalid);
  expect(await tokenCalls("figma")).toBe(0);
  expect(await storedFor(user.sub)).toEqual([]);
});

test.each([
  ["random", () => randomBytes(32).toString("base64url")],
  ["bit-flipped", flipped],
  ["empty", () => ""],
  ["shortened", (state: string) => state.slice(0, -1)],
  ["lengthened", (state: string) => `${state}A`],
  ["over-long", (state: string) => state + "A".repeat(4000)],
  ["wildcard", () => "*"],
  ["object-like", () => '{"S":"x"}'],
])("refuses a %s state and asks the provider for no token", async (_, change) => {
  const user = await someone();
  const callback = await consent(await start(user, "figma"));
  const answer = await user.visit(withState(callback, change(stateOf(callback))));
  expect(outcomeOf(answer)).toEqual(invalid);
  expect(await tokenCalls("figma")).toBe(0);
  expect(await storedFor(user.sub)).toEqual([]);
});

test("leaves a flow usable after somebody guessed at its state", async () => {
  const user = await someone();
  const callback = await consent(await start(user, "figma"));
  await user.visit(withState(callback, flipped(stateOf(callback))));
  expect(outcomeOf(await user.visit(callback))).toEqual(succeeded("figma"));
});

test("refuses a state that was already used and keeps the first connection", async () => {
  const user = await someone();
  const callback = await consent(await start(user, "figma"));
  await user.visit(callback);
  const before = await listOf(user);
  expect(outcomeOf(await user.visit(callback))).toEqual(invalid);
  expect(await listOf(user)).toEqual(before);
  expect(await tokenCalls("figma")).toBe(1);
});

test("refuses a state past its time although its row is still there", async () => {
  const user = await someone();
  const callback = await consent(await start(user, "figma"));
  await setExpiry(stateKey(stateOf(callback)), Math.floor(Date.now() / 1000) - 1);
  expect(outcomeOf(await user.visit(callback))).toEqual(refused("figma", "expired"));
  expect(await tokenCalls("figma")).toBe(0);
  expect(await storedFor(user.sub)).toEqual([]);
});

test("uses an expired state up", async () => {
  const user = await someone();
  const callback = await consent(await start(user, "figma"));
  await setExpiry(stateKey(stateOf(callback)), Math.floor(Date.now() / 1000) - 1);
  await user.visit(callback);
  expect(outcomeOf(await user.visit(callback))).toEqual(invalid);
});

test("keeps no state in clear, only its hash", async () => {
  const user = await someone();
  const state = stateOf(await start(user, "figma"));
  expect(await isStored(stateKey(state))).toBe(true);
  expect(await isStored(`state#${state}`)).toBe(false);
});

test("gives a state fifteen minutes", async () => {
  const user = await someone();
  const from = Math.floor(Date.now() / 1000);
  const state = stateOf(await start(user, "figma"));
  const until = Date.now() / 1000;
  const [row] = await rowsOf("transient", stateKey(state));
  expect(Number(row?.expiresAt)).toBeGreaterThanOrEqual(from + 900);
  expect(Number(row?.expiresAt)).toBeLessThanOrEqual(until + 900);
});

test("draws 256 fresh bits for every state", async () => {
  const user = await someone();
  const states = [stateOf(await start(user, "figma")), stateOf(await start(user, "figma"))];
  expect(states[0]).not.toBe(states[1]);
  for (const state of states) expect(Buffer.from(state, "base64url")).toHaveLength(32);
});

test("answers an absent, a random, a used and a foreign state alike", async () => {
  const [user, other] = [await someone(), await someone()];
  const used = await consent(await start(user, "figma"));
  await user.visit(used);
  const foreign = stateOf(await start(other, "github"));
  const random = randomBytes(32).toString("base64url");
  const queries = [{}, { state: random }, { state: stateOf(used) }, { state: foreign }];
  const answers = await Promise.all(
    queries.map((query) => user.visit(callbackPath("figma", { code: "some-code", ...query }))),
  );
  const seen = answers.map(({ status, text, location }) => ({ status, text, location: location?.href }));
  expect(new Set(seen.map((answer) => JSON.stringify(answer))).size).toBe(1);
});
