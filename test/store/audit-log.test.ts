// Pages of the audit: whatever is in it, they lead through all of it once, the newest first.
import "../http/lambda-environment.ts";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { fc } from "../support/properties.ts";
import { json } from "../support/test-server.ts";
import { createAuditTable, type StoredEntry } from "./support/audit-table.ts";

process.env.AUDIT_DAYS = "365";
const aws = await startAwsStandIn();
afterAll(() => aws.close());
const { queryAudit } = await import("../../lib/store/audit-log.ts");
type AuditQuery = Parameters<typeof queryAudit>[0];

const table = createAuditTable();
beforeEach(() => {
  aws.forget();
  aws.on("Query", (input) => json(table.query(input)));
});

const [from, to] = [new Date("2026-08-20T00:00:00.000Z"), new Date("2026-11-05T12:00:00.000Z")];
const now = Date.parse("2026-11-06T00:00:00.000Z") / 1000;
const acme = ["c#acme", "t#acme"];
const whole = { tenants: acme, from, to, limit: 7 };

async function readAll(query: AuditQuery): Promise<string[][]> {
  const pages: string[][] = [];
  let before: string | undefined;
  do {
    const page = await queryAudit({ ...query, before }, now);
    pages.push(page.found.map(({ sk }) => sk));
    before = page.next;
  } while (before !== undefined && pages.length < 500);
  return pages;
}

/** Times that meet: a few moments around the ends of months, of the span and of nothing. */
const moments = [
  "2026-08-19T23:59:59.999Z",
  "2026-08-20T00:00:00.000Z",
  "2026-08-31T23:59:59.999Z",
  "2026-09-01T00:00:00.000Z",
  "2026-10-31T23:59:59.999Z",
  "2026-11-01T00:00:00.000Z",
  "2026-11-01T00:00:00.001Z",
  "2026-11-05T11:59:59.999Z",
  "2026-11-05T12:00:00.000Z",
];
const entry = fc.record({
  at: fc.constantFrom(...moments),
  tenant: fc.constantFrom("c#acme", "t#acme", "c#globex"),
  user: fc.constantFrom("ada", "bob"),
  actor: fc.constantFrom("ada", "job"),
  action: fc.constantFrom("connect", "refresh", "audit_read"),
  provider: fc.constantFrom("slack", "figma", undefined),
});
const query = fc.record({
  tenants: fc.constantFrom(acme, ["c#globex"], undefined),
  user: fc.constantFrom("ada", undefined),
  action: fc.constantFrom("connect" as const, undefined),
  provider: fc.constantFrom("slack", undefined),
  limit: fc.integer({ min: 1, max: 9 }),
});

const isAsked = (one: StoredEntry, asked: Omit<AuditQuery, "from" | "to">): boolean =>
  (asked.tenants === undefined || asked.tenants.includes(one.tenant)) &&
  [undefined, one.user, one.actor].includes(asked.user) &&
  [undefined, one.action].includes(asked.action) &&
  [undefined, one.provider].includes(asked.provider) &&
  one.at >= from.toISOString() &&
  one.at < to.toISOString();

test("pages lead through what is asked for, each entry once, the newest first", async () => {
  const entries = fc.array(entry, { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(entries, query, async (stored, asked) => {
      const rows = table.fill(stored);
      const pages = await readAll({ from, to, ...asked });
      const wanted = rows.filter((one) => isAsked(one, asked)).map(({ sk }) => sk);
      expect(pages.flat()).toEqual(wanted.sort().reverse());
      expect(pages.every((page) => page.length <= asked.limit)).toBe(true);
    }),
    { numRuns: 150 },
  );
});

describe("a page", () => {
  const at = "2026-11-01T00:00:00.000Z";
  const connect = { at, tenant: "c#acme", user: "ada", actor: "ada", action: "connect" };

  test("ends though more entries are of one moment than it holds", async () => {
    table.fill(Array.from({ length: 30 }, () => connect));
    for (const tenants of [acme, undefined]) {
      const pages = await readAll({ ...whole, tenants });
      expect(new Set(pages.flat()).size).toBe(30);
      expect(pages.flat()).toHaveLength(30);
    }
  });

  test("of a tenant asks for one month after the other, and stops at a bound", async () => {
    table.fill([]);
    expect(await queryAudit({ ...whole, from: new Date("2020-01-01T00:00:00.000Z") }, now)).toMatchObject({
      found: [],
      next: "2025-08-01T00:00:00.000Z",
    });
    expect(aws.calls).toHaveLength(2 * 16);
  });

  test("has no entry whose time is over, and none that cannot be read", async () => {
    const [, unreadable] = table.fill([connect, { ...connect, user: 5 as never }, { ...connect, ttl: now - 1 }]);
    const { found } = await queryAudit(whole, now);
    expect(found).toHaveLength(1);
    expect(found[0]?.sk).not.toBe(unreadable?.sk);
  });

  test("of all tenants never scans, and asks for each action", async () => {
    table.fill([connect]);
    await queryAudit({ ...whole, tenants: undefined }, now);
    expect(new Set(aws.calls.map(({ operation }) => operation))).toEqual(new Set(["Query"]));
    await queryAudit({ ...whole, tenants: undefined, action: "connect" }, now);
    expect(aws.calls.at(-1)?.input).toMatchObject({
      IndexName: "action",
      ExpressionAttributeValues: { ":action": { S: "connect" } },
    });
  });
});
