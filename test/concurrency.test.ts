import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { mapInBatches, mapInParallel, serializeByKey, settleInBatches } from "../lib/concurrency.ts";

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
  const inTurn = serializeByKey();
  const { seen, work } = recorder();
  await Promise.all([inTurn("a", work("1", 20)), inTurn("a", work("2", 1)), inTurn("a", work("3", 5))]);
  expect(seen).toEqual(["1 begins", "1 ends", "2 begins", "2 ends", "3 begins", "3 ends"]);
});

test("work under another name does not wait", async () => {
  const inTurn = serializeByKey();
  const { seen, work } = recorder();
  await Promise.all([inTurn("a", work("slow", 30)), inTurn("b", work("quick", 1))]);
  expect(seen.indexOf("quick ends")).toBeLessThan(seen.indexOf("slow ends"));
});

test("work that fails says so to its caller, and the next one still runs", async () => {
  const inTurn = serializeByKey();
  const failing = inTurn("a", async () => Promise.reject(new Error("no")));
  const next = inTurn("a", async () => "yes");
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("yes");
});

/** Records how much work runs at the same time; an item's work takes as many turns of the event loop as the item says. */
function meter() {
  const seen = { now: 0, most: 0, begun: 0 };
  const work = async (turns: number) => {
    seen.begun++;
    seen.now++;
    seen.most = Math.max(seen.most, seen.now);
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    seen.now--;
    if (turns === 0) throw new Error(`item ${seen.begun}`);
    return turns * 10;
  };
  return { seen, work };
}

describe.each([
  ["in batches", mapInBatches],
  ["in parallel", mapInParallel],
])("work on many items %s", (_, map) => {
  test("returns the results in order, whichever was done first", async () => {
    expect(await map([5, 1, 3, 2], 3, meter().work)).toEqual([50, 10, 30, 20]);
  });

  test("runs a limited number at a time", async () => {
    const { seen, work } = meter();
    await map([3, 3, 3, 3, 3], 2, work);
    expect(seen).toMatchObject({ most: 2, begun: 5 });
  });

  test("returns nothing for no items", async () => {
    expect(await map([], 3, meter().work)).toEqual([]);
  });

  test("fails with the first failure", async () => {
    await expect(map([4, 0, 0], 2, meter().work)).rejects.toThrow("item 2");
  });
});

test("no batch begins after one with a failure", async () => {
  const { seen, work } = meter();
  await mapInBatches([1, 0, 1, 1], 2, work).catch(() => undefined);
  expect(seen.begun).toBe(2);
});

test("a failure does not stop other items when all are to be settled", async () => {
  const { seen, work } = meter();
  await expect(settleInBatches([1, 0, 1, 0], 2, work)).rejects.toThrow("item 2");
  expect(seen.begun).toBe(4);
});
