import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { turns } from "../../lib/webhooks/turns.ts";

function recorder() {
  const seen: string[] = [];
  const work = (name: string, ms: number) => async () => {
    seen.push(`${name} begins`);
    await sleep(ms);
    seen.push(`${name} ends`);
    return name;
  };
  return { seen, work };
}

test("work under one name runs one after the other, in order, however long each takes", async () => {
  const inTurn = turns();
  const { seen, work } = recorder();
  await Promise.all([inTurn("a", work("1", 20)), inTurn("a", work("2", 1)), inTurn("a", work("3", 5))]);
  expect(seen).toEqual(["1 begins", "1 ends", "2 begins", "2 ends", "3 begins", "3 ends"]);
});

test("work under another name does not wait", async () => {
  const inTurn = turns();
  const { seen, work } = recorder();
  await Promise.all([inTurn("a", work("slow", 30)), inTurn("b", work("quick", 1))]);
  expect(seen.indexOf("quick ends")).toBeLessThan(seen.indexOf("slow ends"));
});

test("work that fails says so to its caller, and the next one still runs", async () => {
  const inTurn = turns();
  const failing = inTurn("a", async () => Promise.reject(new Error("no")));
  const next = inTurn("a", async () => "yes");
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("yes");
});
