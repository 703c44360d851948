import { beforeEach, expect, test } from "vitest";
import { consent, start } from "../support/flow.ts";
import { outcomeOf, refused, succeeded } from "./support/callback.ts";
import { listOf } from "./support/connections.ts";
import { tokenCalls } from "./support/facts.ts";
import { freshWorld } from "./support/reset.ts";
import { someone } from "./support/someone.ts";

beforeEach(freshWorld);

test("redeems a code once when its callback arrives twenty times at once", async () => {
  const user = await someone();
  const callback = await consent(await start(user, "github"));
  const answers = await Promise.all(Array.from({ length: 20 }, () => user.visit(callback)));
  const outcomes = answers.map((answer) => JSON.stringify(outcomeOf(answer)));
  const count = (outcome: object) => outcomes.filter((text) => text === JSON.stringify(outcome)).length;
  expect(await tokenCalls("github")).toBe(1);
  expect(await listOf(user)).toHaveLength(1);
  // Nineteen find the state used; the twentieth is the one that connected, whatever its cookie met.
  expect(count(refused("github", "invalid_state"))).toBe(19);
  expect(count(succeeded("github"))).toBe(1);
});

test("lets two flows of one browser finish side by side", async () => {
  const user = await someone();
  const [first, second] = [await start(user, "figma"), await start(user, "github")];
  const callbacks = [await consent(first), await consent(second)] as const;
  expect(outcomeOf(await user.visit(callbacks[1]))).toEqual(succeeded("github"));
  expect(outcomeOf(await user.visit(callbacks[0]))).toEqual(succeeded("figma"));
});
