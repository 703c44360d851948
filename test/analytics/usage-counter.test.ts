import "../http/lambda-environment.ts";
import { describe, expect, test } from "vitest";
import { prices } from "../../infra/costs/prices.ts";
import { settleWrites } from "../../lib/pending-writes.ts";
import type { FileReads } from "../../lib/store/file-reads.ts";
import type { UsageScope } from "../../lib/store/table.ts";
import type { UsageDay } from "../../lib/store/usage.ts";
import { createUsageCounter, rowsPerCall, type UsageEvent } from "../../lib/store/usage-counter.ts";
import { fc } from "../support/properties.ts";

interface WrittenRow {
  readonly scope: UsageScope;
  readonly at: UsageDay;
  readonly counts: Record<string, number>;
}

const minute = 60_000;
const noon = Date.UTC(2026, 11, 1, 12);

/** A container with a clock that the test sets, and the rows that it has written. */
function startCounter() {
  const clock = { now: noon };
  const rows: WrittenRow[] = [];
  const files: (FileReads & { readonly tenant: string; readonly day: string })[] = [];
  const writers = {
    addCounts: async (scope: UsageScope, at: UsageDay, counts: ReadonlyMap<string, number>) => {
      rows.push({ scope, at: { day: at.day, provider: at.provider }, counts: Object.fromEntries(counts) });
    },
    addFileReads: async (tenant: string, day: string, file: FileReads) => {
      files.push({ tenant, day, ...file });
    },
  };
  const counter = createUsageCounter({ writers, now: () => clock.now, shard: 3 });
  return { clock, rows, files, ...counter };
}

const call = (tenant: string, counter = "hit"): UsageEvent => ({
  provider: "slack",
  source: "calls",
  tenants: [tenant],
  counters: [counter],
  rows: rowsPerCall,
});
const at = { day: "2026-12-01", provider: "slack" };

describe("a container", () => {
  test("writes its first count at once, for the tenant and for the stage", () => {
    const { rows, countUsage } = startCounter();
    countUsage(call("c#acme"));
    expect(rows).toEqual([
      { scope: { shard: 3 }, at, counts: { hit: 1 } },
      { scope: { tenant: "c#acme" }, at, counts: { hit: 1 } },
    ]);
  });

  test("writes nothing more within a minute, and then what it has counted meanwhile in one write for each row", () => {
    const { clock, rows, countUsage } = startCounter();
    countUsage(call("c#acme"));
    rows.length = 0;
    for (let nth = 0; nth < 100; nth += 1) countUsage(call("c#acme", nth % 4 === 0 ? "miss" : "hit"));
    clock.now += minute - 1;
    countUsage(call("c#acme"));
    expect(rows).toEqual([]);
    clock.now += 1;
    countUsage(call("c#acme"));
    const counts = { hit: 77, miss: 25 };
    expect(rows).toEqual([
      { scope: { shard: 3 }, at, counts },
      { scope: { tenant: "c#acme" }, at, counts },
    ]);
  });

  test("counts a person without a company, and what belongs to a tenant itself, for the stage alone", () => {
    const { rows, countUsage, countFileRead, files } = startCounter();
    countUsage({ ...call("u#ada"), tenants: ["u#ada", "t#acme"] });
    countFileRead("u#ada", "key");
    expect(rows.map(({ scope }) => scope)).toEqual([{ shard: 3 }]);
    expect(files).toEqual([]);
  });

  test("counts a day's events on that day, also when they are written on the next", () => {
    const { clock, rows, countUsage } = startCounter();
    countUsage(call("c#acme"));
    rows.length = 0;
    clock.now = Date.UTC(2026, 11, 1, 23, 59, 59);
    for (let nth = 0; nth < 20; nth += 1) countUsage(call("c#acme"));
    clock.now += 1000 + minute;
    countUsage(call("c#acme"));
    const days = rows.filter(({ scope }) => "shard" in scope).map(({ at: { day }, counts }) => [day, counts]);
    expect(days).toEqual(
      expect.arrayContaining([
        ["2026-12-01", { hit: 19 }],
        ["2026-12-02", { hit: 1 }],
      ]),
    );
  });

  test("adds up the reads of a file, with its name as it was known last", () => {
    const { clock, files, countFileRead } = startCounter();
    countFileRead("c#acme", "other");
    countFileRead("c#acme", "key", "Before");
    countFileRead("c#acme", "key", `After${"é".repeat(300)}`);
    countFileRead("c#acme", "key");
    clock.now += minute;
    countFileRead("c#acme", "key");
    const [, found] = files;
    expect(found).toMatchObject({
      tenant: "c#acme",
      day: "2026-12-01",
      fileKey: "key",
      reads: 4,
      lastRead: clock.now / 1000,
    });
    expect(found?.name?.length).toBe(200);
  });

  test("has a bound for its rows and for the names in one, and counts further names as other", () => {
    const { clock, rows, countUsage } = startCounter();
    for (let nth = 0; nth < 1000; nth += 1) countUsage(call("c#acme", `error#${nth}`));
    for (let nth = 0; nth < 1000; nth += 1) countUsage(call(`c#${nth}`));
    for (let minutes = 0; minutes < 1000; minutes += 1) {
      clock.now += minute;
      countUsage(call("u#ada"));
    }
    const tenants = new Set(rows.flatMap(({ scope }) => ("tenant" in scope ? [scope.tenant] : [])));
    expect(tenants.size).toBeLessThanOrEqual(500);
    const names = rows.flatMap(({ counts }) => [Object.keys(counts).length]);
    expect(Math.max(...names)).toBeLessThanOrEqual(42);
    expect(rows.some(({ counts }) => (counts["error#other"] ?? 0) >= 900 && (counts.hit ?? 0) >= 1000)).toBe(true);
  });

  test("goes on after a write that failed, whose count is lost rather than doubled", async () => {
    const clock = { now: noon };
    const seen: number[] = [];
    const addCounts = async (_: UsageScope, __: UsageDay, counts: ReadonlyMap<string, number>) => {
      seen.push(counts.get("hit") ?? 0);
      if (seen.length === 1) throw new Error("The store is busy.");
    };
    const { countUsage } = createUsageCounter({
      writers: { addCounts, addFileReads: async () => undefined },
      now: () => clock.now,
    });
    countUsage(call("u#ada"));
    await settleWrites();
    clock.now += minute;
    countUsage(call("u#ada"));
    await settleWrites();
    expect(seen).toEqual([1, 1]);
  });
});

const events = fc.array(
  fc.record({
    tenant: fc.nat({ max: 30 }).map((nth) => `c#${nth}`),
    counters: fc.integer({ min: 1, max: 4 }),
    waitMs: fc.oneof(fc.constant(0), fc.constant(minute), fc.nat({ max: 3 * minute })),
  }),
  { minLength: 1, maxLength: 300 },
);

test("a million data calls cost at most $0.50, whoever makes them and however rarely a container is used", () => {
  fc.assert(
    fc.property(events, (all) => {
      const { clock, rows, countUsage } = startCounter();
      for (const { tenant, counters, waitMs } of all) {
        clock.now += waitMs;
        // A call is counted four times at most: a miss, a refresh that failed, the error, and the read of a file.
        for (let nth = 0; nth < counters; nth += 1) countUsage(call(tenant, `error#${nth}`));
      }
      const perCall = (rows.length - 4) / all.length;
      expect(perCall * prices.perMillion.writeUnits).toBeLessThanOrEqual(0.5);
    }),
  );
});

test("nothing that is counted is lost, as long as the container is used again", () => {
  fc.assert(
    fc.property(events, (all) => {
      const { clock, rows, countUsage } = startCounter();
      for (const { tenant, waitMs } of all) {
        clock.now = Math.min(clock.now + waitMs, noon + 6 * 3_600_000);
        countUsage(call(tenant));
      }
      for (let minutes = 0; minutes < 300; minutes += 1) {
        clock.now += minute / 10;
        for (let nth = 0; nth < 10; nth += 1) countUsage({ ...call("u#ada", "later"), provider: "figma" });
      }
      const sum = (isMeant: (scope: UsageScope) => boolean) =>
        rows.filter(({ scope }) => isMeant(scope)).reduce((total, { counts }) => total + (counts.hit ?? 0), 0);
      expect(sum((scope) => "shard" in scope)).toBe(all.length);
      expect(sum((scope) => "tenant" in scope)).toBe(all.length);
    }),
    { numRuns: 30 },
  );
});
