import { afterAll, beforeEach, expect, test } from "vitest";
import { toItem } from "../../lib/store/item.ts";
import { key } from "../../lib/store/table.ts";
import { logged } from "../http/lambda-environment.ts";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { fc } from "../support/properties.ts";
import { json } from "../support/test-server.ts";

const aws = await startAwsStandIn();
afterAll(() => aws.close());
process.env.FEED_TABLE = "feed";
const { listActivities, retentionSeconds } = await import("../../lib/store/activity.ts");

const owner = { tenant: "c#acme", user: "ada" };
const now = Date.parse("2026-06-01T12:00:00Z");
const ttl = now / 1000 + retentionSeconds;

let stored: Record<string, unknown>[] = [];
const store = (...rows: readonly object[]) => {
  stored = rows.map((row, at) => {
    const seq = at + 1;
    return {
      ...key.activity(owner, seq),
      ...toItem({ seq, provider: "gmail", kind: "mail", done: false, ttl, ...row }),
    };
  });
};

/** Answers like DynamoDB: the rows between two numbers, the latest first. */
beforeEach(() => {
  aws.on("Query", ({ ExpressionAttributeValues, Limit }) => {
    const { ":first": first, ":last": last } = ExpressionAttributeValues as Record<string, { S: string }>;
    const between = stored.filter(({ sk }) => Object(sk).S >= (first?.S ?? "") && Object(sk).S <= (last?.S ?? ""));
    return json({ Items: between.toReversed().slice(0, Number(Limit)) });
  });
});

const list = (page: { before?: number; limit?: number } = {}) =>
  listActivities(owner, { after: 0, before: 999_999_999_999_999, limit: 50, ...page }, {}, () => now);

test("a page is sorted by when its activities happened, the newest first", async () => {
  store(
    { at: "2026-06-01T10:00:00Z" },
    { at: "2026-06-01T09:00:00Z" },
    { at: "2026-06-01T13:30:00+02:00" },
    { at: "2026-05-01T00:00:00Z" },
  );
  expect((await list()).items.map(({ seq }) => seq)).toEqual([3, 1, 2, 4]);
});

test("an activity without a readable time counts as happened when it was recorded, and equal times go by number", async () => {
  store({ at: "yesterday" }, { at: "2026-06-01T11:00:00Z" }, {}, { at: "2026-06-01T11:00:00Z" });
  expect((await list()).items.map(({ seq }) => seq)).toEqual([3, 1, 4, 2]);
});

test("pages follow the numbers, so that none is left out or repeated whatever the times are", async () => {
  const time = fc.option(fc.date({ min: new Date(0), max: new Date(now), noInvalidDate: true }), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(fc.array(time, { maxLength: 30 }), fc.integer({ min: 1, max: 7 }), async (times, limit) => {
      store(...times.map((at) => ({ at: at?.toISOString() })));
      const seen: number[] = [];
      let before: number | undefined = 999_999_999_999_999;
      while (before !== undefined) {
        const page = await list({ before, limit });
        const numbers = page.items.map(({ seq }) => seq);
        expect(Math.min(...numbers, before)).toBeGreaterThanOrEqual(page.next ?? 0);
        seen.push(...numbers);
        before = page.next;
      }
      expect(seen.toSorted((a, b) => b - a)).toEqual(times.map((_, at) => times.length - at));
    }),
    { numRuns: 40 },
  );
});

test("a row that cannot be read does not hide the others", async () => {
  store({}, { actionItems: "of a later version" }, {});
  expect((await list()).items.map(({ seq }) => seq)).toEqual([3, 1]);
  expect(logged.join("")).toContain("RowUnreadable");
});
