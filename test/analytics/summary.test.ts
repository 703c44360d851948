import { describe, expect, test } from "vitest";
import { pickMostRead } from "../../lib/analytics/most-read.ts";
import { providerSummarySchema, summarizeProviders } from "../../lib/analytics/summary.ts";
import { providerIds } from "../../lib/provider-ids.ts";
import type { UsageRow } from "../../lib/store/usage.ts";
import { fc } from "../support/properties.ts";

const row = (provider: string, counts: Record<string, number>, day = "2026-12-01"): UsageRow => ({
  day,
  provider,
  source: "calls",
  counts: new Map(Object.entries(counts)),
});

const summarize = (rows: readonly UsageRow[], standing = {}) => {
  const [found] = summarizeProviders(rows, standing).filter(({ provider }) => provider === "slack");
  if (found === undefined) throw new Error("Slack is missing.");
  return found;
};

describe("the summary of a provider", () => {
  test("lists every provider, also one of which nothing was counted, with ratios that are null", () => {
    const all = summarizeProviders([], {});
    expect(all.map(({ provider }) => provider)).toEqual(providerIds);
    expect(summarize([])).toEqual({
      provider: "slack",
      active: 0,
      new: 0,
      meanIdleSeconds: null,
      conversion: null,
      refreshSuccess: null,
      errors: [],
      webhooks: [],
      cacheHitRate: null,
    });
  });

  test("adds up days and who counted, and leaves other providers out", () => {
    const found = summarize(
      [
        row("slack", { connected: 2, imported: 1, refreshed: 7 }),
        row("slack", { connected: 1, refreshed: 2 }, "2026-11-30"),
        row("slack", { started: 4, hit: 3, miss: 1, refreshFailed: 1, "error#rate": 2, "error#transient": 5 }),
        row("figma", { connected: 100, started: 100, miss: 100 }),
      ],
      { slack: { active: 4, idleSeconds: 401 }, figma: { active: 9, idleSeconds: 1 } },
    );
    expect(found).toEqual({
      provider: "slack",
      active: 4,
      new: 4,
      meanIdleSeconds: 100,
      conversion: 0.75,
      refreshSuccess: 0.9,
      errors: [
        { class: "transient", count: 5 },
        { class: "rate", count: 2 },
      ],
      webhooks: [],
      cacheHitRate: 0.75,
    });
  });

  test("lists webhooks by type with how they ended, the most frequent first", () => {
    const counts = {
      "arrived#message": 5,
      "processed#message": 4,
      "failed#message": 2,
      "arrived#other": 9,
      "processed#old": 1,
    };
    expect(summarize([row("slack", counts)]).webhooks).toEqual([
      { type: "other", count: 9, processed: 0, failed: 0 },
      { type: "message", count: 5, processed: 4, failed: 2 },
      { type: "old", count: 0, processed: 1, failed: 0 },
    ]);
  });

  test("keeps every share between 0 and 1, whatever was counted and whatever was lost", () => {
    const counts = fc.dictionary(
      fc.constantFrom("connected", "started", "refreshed", "refreshFailed", "hit", "miss", "error#rate"),
      fc.nat({ max: 1e6 }),
    );
    fc.assert(
      fc.property(fc.array(counts, { maxLength: 4 }), fc.nat(), fc.nat(), (all, active, idleSeconds) => {
        const rows = all.map((one) => row("slack", one));
        const summary = summarize(rows, { slack: { active, idleSeconds: active && idleSeconds } });
        expect(providerSummarySchema().parse(summary)).toEqual(summary);
      }),
    );
  });
});

test("the ten files that were read most are listed, the later read first where two were read as often", () => {
  const files = Array.from({ length: 30 }, (_, nth) => ({
    fileKey: `key-${nth}`,
    reads: nth < 20 ? nth : 5,
    lastRead: 1_764_590_400 + nth,
    ...(nth % 2 === 0 && { name: `File ${nth}` }),
  }));
  const picked = pickMostRead(files);
  expect(picked.map(({ reads }) => reads)).toEqual([19, 18, 17, 16, 15, 14, 13, 12, 11, 10]);
  expect(picked[0]).toEqual({ fileKey: "key-19", name: null, reads: 19, lastRead: "2025-12-01T12:00:19.000Z" });
  expect(picked[1]?.name).toBe("File 18");
  const tied = pickMostRead(files.filter(({ reads }) => reads === 5)).map(({ fileKey }) => fileKey);
  expect(tied.slice(0, 2)).toEqual(["key-29", "key-28"]);
});
