import "../http/lambda-environment.ts";
import { describe, expect, test } from "vitest";
import { countedActions, foldAudit } from "../../lib/analytics/fold-audit.ts";
import { fc } from "../support/properties.ts";
import { type AuditRow, createFoldStore, toChange, type WriteOutcome } from "./support/audit-stream.ts";

const november = Date.UTC(2026, 10, 29);
const hour = 3_600_000;

const auditRow: fc.Arbitrary<AuditRow> = fc.record({
  tenant: fc.constantFrom("c#acme", "c#umbrella", "u#ada"),
  provider: fc.constantFrom("slack", "figma"),
  action: fc.constantFrom(...Object.keys(countedActions), "token_read", "settings"),
  // Three days around the end of a month, at which a tenant's audit begins another partition.
  at: fc.integer({ min: november, max: november + 72 * hour }),
});

/** One delivery of the stream: what follows in a shard, and whether Lambda hears that it went well. */
const delivery = fc.record({
  shard: fc.nat({ max: 1 }),
  size: fc.integer({ min: 1, max: 6 }),
  isAcknowledged: fc.boolean(),
});
const outcomes = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant<WriteOutcome>("written") },
    fc.constantFrom<WriteOutcome>("failed", "lost"),
  ),
);

/** What the audit itself says. */
function recount(rows: readonly AuditRow[], toName: (row: AuditRow, day: string) => readonly string[]) {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const counter = Object.entries(countedActions).find(([action]) => action === row.action)?.[1];
    if (counter === undefined) continue;
    const name = [...toName(row, new Date(row.at).toISOString().slice(0, 10)), counter].join(" ");
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

const toTenantName = ({ tenant, provider = "" }: AuditRow, day: string) => [tenant, day, provider];
const toStageName = ({ provider = "" }: AuditRow, day: string) => [day, provider];

test("the folded days equal a recount of the audit, however the stream is cut, repeated and interrupted", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(auditRow, { maxLength: 30 }),
      fc.array(delivery, { maxLength: 30 }),
      outcomes,
      async (rows, deliveries, planned) => {
        const left = [...planned];
        const { store, ofTenants, ofStage } = createFoldStore(() => left.pop() ?? "written");
        // Rows of one partition are in one shard, in order; shards go on independently of each other.
        const isInFirst = ({ tenant, at }: AuditRow) => (tenant.length + new Date(at).getUTCMonth()) % 2 === 0;
        const changes = rows.map((row, nth) => ({ row, change: toChange(row, nth) }));
        const shards = [true, false].map((first) => changes.filter(({ row }) => isInFirst(row) === first));
        const reached = [0, 0];
        const deliver = async (shard: number, size: number) => {
          const from = reached[shard] ?? 0;
          const batch = (shards[shard] ?? []).slice(from, from + size).map(({ change }) => change);
          await foldAudit(batch, store);
          return from + batch.length;
        };
        for (const { shard, size, isAcknowledged } of deliveries) {
          const next = await deliver(shard, size).catch(() => undefined);
          if (next !== undefined && isAcknowledged) reached[shard] = next;
        }
        left.length = 0;
        for (const shard of [0, 1]) await deliver(shard, rows.length);
        expect(ofTenants).toEqual(recount(rows, toTenantName));
        expect(ofStage).toEqual(recount(rows, toStageName));
      },
    ),
  );
});

const connect = (tenant: string): AuditRow => ({ tenant, provider: "slack", action: "connect", at: november });

describe("a batch", () => {
  test("is one transaction for up to 20 days of tenants", async () => {
    let writes = 0;
    const { store, ofTenants } = createFoldStore(() => {
      writes += 1;
      return "written";
    });
    const rows = Array.from({ length: 100 }, (_, nth) => connect(`c#${nth % 25}`));
    await foldAudit(
      rows.map((row, nth) => toChange(row, nth)),
      store,
    );
    expect(writes).toBe(2);
    expect([...ofTenants.values()]).toEqual(Array.from({ length: 25 }, () => 4));
  });

  test("that fails for one tenant is folded for the others before it is delivered again", async () => {
    const outcomes: WriteOutcome[] = ["failed", "failed", "written"];
    const { store, ofTenants } = createFoldStore(() => outcomes.shift() ?? "written");
    const changes = [connect("c#acme"), connect("c#umbrella")].map((row, nth) => toChange(row, nth));
    await expect(foldAudit(changes, store)).rejects.toThrow("busy");
    expect([...ofTenants.values()]).toEqual([1]);
    await foldAudit(changes, store);
    expect([...ofTenants.values()]).toEqual([1, 1]);
  });

  test("with a row that cannot be read is folded without it", async () => {
    const { store, ofTenants } = createFoldStore();
    const { provider: _, ...unreadable } = connect("c#acme");
    await foldAudit([toChange(unreadable, 1), toChange(connect("c#acme"), 2)], store);
    expect([...ofTenants.values()]).toEqual([1]);
  });

  test("of rows of a deleted user, which stand in the audit under another name, counts nothing again", async () => {
    const { store, ofTenants } = createFoldStore();
    await foldAudit([toChange(connect("deleted-0123"), 1)], store);
    expect(ofTenants.size).toBe(0);
  });

  test("of changed and expired rows counts nothing", async () => {
    const { store, ofTenants } = createFoldStore();
    const change = toChange(connect("c#acme"), 1);
    await foldAudit(
      [
        { ...change, eventName: "MODIFY" },
        { ...change, eventName: "REMOVE" },
      ],
      store,
    );
    expect(ofTenants.size).toBe(0);
  });

  test("of a restored table's stream is counted, whatever the numbers of the stream before were", async () => {
    const { store, ofTenants } = createFoldStore();
    await foldAudit([toChange(connect("c#acme"), 9)], store);
    await foldAudit([toChange(connect("c#acme"), 1, "2027-01-01T00:00:00.000")], store);
    expect([...ofTenants.values()]).toEqual([2]);
  });
});
