import { expect, test } from "vitest";
import { operatorValueTtl } from "../../lib/store/operator-value-ttl.ts";
import { ttlCached } from "../../lib/ttl-cache.ts";

const minute = 60_000;

/** A source of a value that counts its reads, and a clock that the test sets. */
function home(first: string | undefined) {
  const world = { now: 0, loads: 0, value: first, isDown: false };
  const read = ttlCached(
    async () => {
      world.loads++;
      await Promise.resolve();
      if (world.isDown) throw new Error("out");
      return world.value;
    },
    { ...operatorValueTtl, now: () => world.now },
  );
  return { world, read };
}

test("asks once for what is asked often", async () => {
  const { world, read } = home("a");
  for (let time = 0; time < 5; time++) await read();
  expect(world.loads).toBe(1);
});

test("asks once although many ask at the same time", async () => {
  const { world, read } = home("a");
  expect(await Promise.all(Array.from({ length: 50 }, () => read()))).toEqual(Array(50).fill("a"));
  expect(world.loads).toBe(1);
});

test("asks once again, not fifty times, when the value is old", async () => {
  const { world, read } = home("a");
  await read();
  world.now = 6 * minute;
  await Promise.all(Array.from({ length: 50 }, () => read()));
  expect(world.loads).toBe(2);
});

test.each([
  [5 * minute - 1, "a"],
  [5 * minute, "b"],
])("sees a new value after five minutes: at %i ms it is %s", async (later, expected) => {
  const { world, read } = home("a");
  await read();
  world.value = "b";
  world.now = later;
  expect(await read()).toBe(expected);
});

test.each([
  [30_000 - 1, undefined],
  [30_000, "a"],
])("believes that it is missing for thirty seconds at most: at %i ms it is %s", async (later, expected) => {
  const { world, read } = home(undefined);
  await read();
  world.value = "a";
  world.now = later;
  expect(await read()).toBe(expected);
});

test.each([6 * minute, 30 * minute, 60 * minute - 1])(
  "serves the last good value while its home is out: after %i ms",
  async (later) => {
    const { world, read } = home("a");
    await read();
    world.isDown = true;
    world.now = later;
    expect(await read()).toBe("a");
  },
);

test("serves it no longer than an hour", async () => {
  const { world, read } = home("a");
  await read();
  world.isDown = true;
  world.now = 60 * minute;
  await expect(read()).rejects.toThrow("out");
});

test("counts the hour from the last successful read", async () => {
  const { world, read } = home("a");
  await read();
  world.now = 50 * minute;
  await read();
  world.isDown = true;
  world.now = 100 * minute;
  expect(await read()).toBe("a");
});

test("fails when there has never been a value to serve", async () => {
  const { world, read } = home("a");
  world.isDown = true;
  await expect(read()).rejects.toThrow("out");
});

test("does not remember a failure", async () => {
  const { world, read } = home("a");
  world.isDown = true;
  await read().catch(() => undefined);
  world.isDown = false;
  expect(await read()).toBe("a");
});

test("does not take an outage for a value that is missing", async () => {
  const { world, read } = home(undefined);
  await read();
  world.isDown = true;
  world.now = 30_000;
  await expect(read()).rejects.toThrow("out");
});

test("forgets a value that was removed", async () => {
  const { world, read } = home("a");
  await read();
  world.value = undefined;
  world.now = 5 * minute;
  expect(await read()).toBeUndefined();
});

test("asks a source that is out twice a minute, not with every request", async () => {
  const { world, read } = home("a");
  await read();
  world.isDown = true;
  world.now = 6 * minute;
  for (let time = 0; time < 5; time++) expect(await read()).toBe("a");
  expect(world.loads).toBe(2);
  world.now += 30_000;
  await read();
  expect(world.loads).toBe(3);
});
