import { describe, expect, test } from "vitest";
import { type TtlCacheOptions, ttlCache, ttlCached } from "../lib/ttl-cache.ts";

/** A cache with a clock that the test sets, and a source that counts its reads. */
function world(options: Partial<TtlCacheOptions<number>> = {}) {
  const clock = { now: 0 };
  const source = { loads: 0, isDown: false };
  const cache = ttlCache<number>({ ttlMs: 60, now: () => clock.now, ...options });
  const load = async () => {
    source.loads++;
    if (source.isDown) throw new Error("out");
    return source.loads;
  };
  const read = (key: string, askedSince?: number) =>
    cache.read(key, load, askedSince === undefined ? {} : { askedSince });
  return { clock, source, cache, load, read };
}

describe("a cached value", () => {
  test("is loaded once within its time and again after it", async () => {
    const { clock, read } = world();
    await read("a");
    clock.now = 59;
    expect(await read("a")).toBe(1);
    clock.now = 60;
    expect(await read("a")).toBe(2);
  });

  test("ages from the request, not from the answer", async () => {
    const { clock, cache, load, read } = world();
    const answer = Promise.withResolvers<number>();
    const first = cache.read("a", () => answer.promise);
    clock.now = 50;
    answer.resolve(await load());
    await first;
    clock.now = 60;
    expect(await read("a")).toBe(2);
  });

  test("can set its own time to live", async () => {
    const { clock, read } = world({ ttlMs: (value) => value * 10 });
    await read("a");
    clock.now = 10;
    await read("a");
    clock.now = 29;
    expect(await read("a")).toBe(2);
  });

  test("is loaded once for all who want it at the same time", async () => {
    const { source, read } = world();
    await Promise.all(Array.from({ length: 20 }, () => read("a")));
    expect(source.loads).toBe(1);
  });

  test("is loaded again after it was deleted, also while its load is under way", async () => {
    const { cache, read } = world();
    const first = read("a");
    cache.delete("a");
    expect(await read("a")).toBe(2);
    await first;
    expect(await read("a")).toBe(2);
  });

  test("is loaded again where it is too old for its reader, fresh or not", async () => {
    const { clock, read } = world();
    clock.now = 10;
    expect([await read("a", 10), await read("a", 9)]).toEqual([1, 1]);
    clock.now = 11;
    expect(await read("a", 11)).toBe(2);
    clock.now = 12;
    expect(await read("a")).toBe(2);
  });

  test("is not taken from a load that began too early", async () => {
    const { clock, read } = world();
    const early = read("a");
    clock.now = 1;
    const late = read("a", 1);
    expect([await early, await late, await read("a", 1)]).toEqual([1, 2, 2]);
  });

  test("is dropped, least recently used first, when there are too many", async () => {
    const { read } = world({ maxEntries: 2 });
    for (const key of ["a", "b", "a", "c"]) await read(key);
    expect([await read("a"), await read("c"), await read("b")]).toEqual([1, 3, 4]);
  });

  test("is reported once when it leaves the cache", async () => {
    const removed: number[] = [];
    const { cache, read } = world({ maxEntries: 1, onRemove: (value) => removed.push(value) });
    await read("a");
    await read("b");
    cache.put("b", 7);
    cache.delete("b");
    cache.delete("b");
    expect(removed).toEqual([1, 2, 7]);
  });
});

describe("a load that fails", () => {
  test("is tried again by the next reader", async () => {
    const { source, read } = world();
    source.isDown = true;
    await expect(read("a")).rejects.toThrow("out");
    source.isDown = false;
    expect(await read("a")).toBe(2);
  });

  test("is not covered up by a value that is too old for its reader", async () => {
    const { clock, source, read } = world();
    await read("a");
    clock.now = 10;
    source.isDown = true;
    await expect(read("a", 10)).rejects.toThrow("out");
  });

  test("leaves the last value in service for the time that is set", async () => {
    const { clock, source, read } = world({ staleIfErrorMs: 40 });
    await read("a");
    source.isDown = true;
    clock.now = 99;
    expect(await read("a")).toBe(1);
    clock.now = 100;
    await expect(read("a")).rejects.toThrow("out");
  });

  test("is served for a while before the next attempt", async () => {
    const { clock, source, read } = world({ staleIfErrorMs: 1000, retryPauseMs: 20 });
    await read("a");
    source.isDown = true;
    for (clock.now = 60; clock.now < 80; clock.now++) await read("a", clock.now === 60 ? 60 : undefined);
    expect(source.loads).toBe(2);
    await read("a");
    expect(source.loads).toBe(3);
  });

  test("ends the last value's service at once where the failure is no outage", async () => {
    const { clock, source, read } = world({ staleIfErrorMs: 1000, isServedStale: () => false });
    await read("a");
    source.isDown = true;
    clock.now = 60;
    await expect(read("a")).rejects.toThrow("out");
  });

  test("does not end the service of a value that was loaded meanwhile", async () => {
    const { clock, cache, read } = world();
    const slow = Promise.withResolvers<number>();
    const first = cache.read("a", () => slow.promise);
    clock.now = 1;
    expect(await read("a", 1)).toBe(1);
    slow.reject(new Error("out"));
    await expect(first).rejects.toThrow("out");
    expect(await read("a")).toBe(1);
  });
});

test("a cache of one value needs no key", async () => {
  const { load } = world();
  const read = ttlCached(load, { ttlMs: Number.POSITIVE_INFINITY });
  expect([await read(), await read()]).toEqual([1, 1]);
});
