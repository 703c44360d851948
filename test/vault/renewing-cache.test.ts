import { setImmediate as laterTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { createRenewingCache } from "../../lib/vault/renewing-cache.ts";

const settings = { capacity: 3, minTtlMs: 100, maxTtlMs: 300, graceMs: 1000, retryPauseMs: 50 };

function createCache(random = () => 0) {
  const time = { now: 0 };
  const wiped: string[] = [];
  const cache = createRenewingCache<{ name: string }>({
    settings,
    clock: () => time.now,
    random,
    isOutage: (error) => error instanceof Error && error.message === "outage",
    wipe: ({ name }) => wiped.push(name),
  });
  let loads = 0;
  const get = (id: string, failure?: string) =>
    cache.use(
      id,
      async () => {
        loads++;
        await laterTurn();
        if (failure) throw new Error(failure);
        return { name: `${id}${loads}` };
      },
      ({ name }) => name,
    );
  return { time, wiped, get, loads: () => loads };
}

test("loads once for everybody who asks at the same time", async () => {
  const { get, loads } = createCache();
  expect(new Set(await Promise.all(Array.from({ length: 50 }, () => get("a"))))).toEqual(new Set(["a1"]));
  expect(loads()).toBe(1);
});

test("fails everybody who waited for a load that failed, and loads again for the next", async () => {
  const { get, loads } = createCache();
  const waiting = await Promise.allSettled([get("a", "denied"), get("a", "denied")]);
  expect(waiting.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await get("a")).toBe("a2");
  expect(loads()).toBe(2);
});

test("keeps an entry for its time and wipes the value that a renewal replaces", async () => {
  const { get, time, wiped } = createCache();
  await get("a");
  time.now = 99;
  expect(await get("a")).toBe("a1");
  time.now = 100;
  expect(await get("a")).toBe("a2");
  await laterTurn();
  expect(wiped).toEqual(["a1"]);
});

test("spreads the renewals between the shortest and the longest time", async () => {
  const { get, time } = createCache(() => 0.5);
  await get("a");
  time.now = 199;
  expect(await get("a")).toBe("a1");
  time.now = 200;
  expect(await get("a")).toBe("a2");
});

test("drops the least recently used entry when it is full", async () => {
  const { get, wiped } = createCache();
  for (const id of ["a", "b", "c", "a", "d"]) await get(id);
  await laterTurn();
  expect(wiped).toEqual(["b2"]);
  expect(await get("a")).toBe("a1");
});

test("gives nobody a wiped value when many more ids than fit are asked for at once", async () => {
  const cache = createRenewingCache<Buffer>({
    settings: { ...settings, capacity: 1 },
    clock: () => 0,
    random: () => 0,
    isOutage: () => false,
    wipe: (value) => value.fill(0),
  });
  const ask = (id: number) =>
    cache.use(
      String(id % 40),
      async () => Buffer.of((id % 40) + 1),
      (value) => value[0],
    );
  const answers = await Promise.all(Array.from({ length: 400 }, (_, id) => ask(id)));
  expect(answers).toEqual(Array.from({ length: 400 }, (_, id) => (id % 40) + 1));
});

test("serves the old value during an outage, and tries again only after a pause", async () => {
  const { get, time, loads } = createCache();
  await get("a");
  time.now = 100;
  expect(await get("a", "outage")).toBe("a1");
  time.now = 149;
  expect(await get("a", "outage")).toBe("a1");
  expect(loads()).toBe(2);
  time.now = 150;
  expect(await get("a")).toBe("a3");
});

test("stops serving the old value after the grace period", async () => {
  const { get, time, wiped } = createCache();
  await get("a");
  time.now = 1090;
  expect(await get("a", "outage")).toBe("a1");
  time.now = 1100;
  await expect(get("a", "outage")).rejects.toThrow("outage");
  await laterTurn();
  expect(wiped).toEqual(["a1"]);
});

test("drops and wipes the value at once when renewal is refused", async () => {
  const { get, time, wiped } = createCache();
  await get("a");
  time.now = 100;
  await expect(get("a", "denied")).rejects.toThrow("denied");
  await laterTurn();
  expect(wiped).toEqual(["a1"]);
  await expect(get("a", "outage")).rejects.toThrow("outage");
});
