import { beforeEach, expect, test } from "vitest";
import { giveConsent, startFlow } from "../support/flow.ts";
import { errorOutcome, getOutcome, successOutcome } from "./support/callback.ts";
import { listConnections } from "./support/connections.ts";
import { countTokenCalls } from "./support/facts.ts";
import { resetWorld } from "./support/reset.ts";
import { createUser } from "./support/test-user.ts";

beforeEach(resetWorld);

test("redeems a code once when its callback arrives twenty times at once", async () => {
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "github"));
  const answers = await Promise.all(Array.from({ length: 20 }, () => user.visit(callback)));
  const outcomes = answers.map((answer) => JSON.stringify(getOutcome(answer)));
  const count = (outcome: object) => outcomes.filter((text) => text === JSON.stringify(outcome)).length;
  expect(await countTokenCalls("github")).toBe(1);
  expect(await listConnections(user)).toHaveLength(1);
  // Nineteen find the state used; the twentieth is the one that connected.
  expect(count(errorOutcome("github", "invalid_state"))).toBe(19);
  expect(count(successOutcome("github"))).toBe(1);
});

test("lets two flows of one browser finish side by side", async () => {
  const user = await createUser();
  const [first, second] = [await startFlow(user, "figma"), await startFlow(user, "github")];
  const callbacks = [await giveConsent(first), await giveConsent(second)] as const;
  expect(getOutcome(await user.visit(callbacks[1]))).toEqual(successOutcome("github"));
  expect(getOutcome(await user.visit(callbacks[0]))).toEqual(successOutcome("figma"));
});
