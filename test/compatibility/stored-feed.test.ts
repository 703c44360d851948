// What users were told, and the log of deliveries: rows and stream records must stay readable.
import "../http/lambda-environment.ts";
import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listActivities } from "../../lib/store/activity.ts";
import { readReportedLost } from "../../lib/store/connection-losses.ts";
import { readDelivery } from "../../lib/store/deliveries.ts";
import { getClaimRefusal } from "../../lib/store/delivery-claims.ts";
import { queryLog } from "../../lib/store/delivery-log.ts";
import { listFrames, readFrame, readHead } from "../../lib/store/feed.ts";
import { readNotification } from "../../lib/store/notifications.ts";
import { outboxWrite } from "../../lib/store/outbox.ts";
import { parseOutboxRow } from "../../lib/store/outbox-sequence.ts";
import type { AwsStandIn } from "../support/aws-stand-in.ts";
import { handedOut, owner, readFields, recordedRows, recordedUntil, toItem } from "./support/recorded.ts";
import { recordedTables } from "./support/recorded-tables.ts";

let tables: AwsStandIn;
beforeAll(async () => {
  tables = await recordedTables();
});
afterAll(() => tables.close());

const decodeKey = (pk: string) => pk.split("#").map(decodeURIComponent);
const now = () => recordedUntil * 1000;
const feed = "feed#c%23compat#compat-ada";

describe("the feed", () => {
  test("has its head and every frame, in their order", async () => {
    const { seq, pushed } = await readHead(owner);
    const rows = recordedRows("feed", feed, "frame#").map(readFields);
    expect(await listFrames(owner, 0, seq, now)).toEqual(rows);
    expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: seq }, (_, index) => index + 1));
    expect(pushed).toBe(seq);
    expect(await readFrame(owner, 1)).toEqual(rows[0]);
    expect(new Set(rows.map(({ type }) => type))).toEqual(
      new Set(["activity", "channel.changed", "connection.changed", "sync.progress"]),
    );
  });

  test("lists its activities, the newest first, with what they were announced with", async () => {
    const page = { after: 0, before: 999_999_999_999_999, limit: 100 };
    const { items, next } = await listActivities(owner, page, {}, now);
    const rows = recordedRows("feed", "activity#").map(readFields);
    const bySeq = items.toSorted((a, b) => a.seq - b.seq);
    expect(next).toBeUndefined();
    expect(items.map(({ at = "" }) => at)).toEqual(
      items
        .map(({ at = "" }) => at)
        .toSorted()
        .reverse(),
    );
    expect(bySeq.map(({ actionItems: _, ...item }) => item)).toEqual(
      rows.map(({ actionItems: _actionItems, postTo: _postTo, ...row }) => row),
    );
    expect(items.filter(({ done }) => done)).toHaveLength(1);
    expect(items.flatMap(({ actionItems }) => actionItems).length).toBeGreaterThan(2);
  });

  test("knows which activity is to be posted, and which connection was lost", async () => {
    const wanted = recordedRows("feed", "activity#")
      .map(readFields)
      .filter(({ postTo }) => postTo !== undefined);
    expect(wanted).toHaveLength(1);
    const { seq, title, postTo } = Object(wanted[0]);
    expect(await readNotification(owner, Number(seq))).toMatchObject({ title, postTo, toldAt: expect.any(Number) });
    const [lost] = recordedRows("feed", "lost#");
    const [, tenant = "", user = ""] = decodeKey(lost?.pk.S ?? "");
    expect(await readReportedLost({ tenant, user }, new Set([lost?.sk.S ?? ""]))).toEqual(new Set([lost?.sk.S]));
  });

  test("takes rows of the outbox off the stream, of every type", () => {
    const rows = recordedRows("feed", "outbox#");
    for (const row of rows) {
      // The stream shows a row as it was written first, without the number that it was given.
      const { seq: _given, ...written } = toItem(row);
      const { seq: _number, ...fields } = readFields(row);
      expect(parseOutboxRow(written)).toEqual({ pk: row.pk.S, sk: row.sk.S, ...fields });
    }
    expect(new Set(rows.map((row) => readFields(row).type)).size).toBe(4);
  });

  test("writes an announcement under the key that it had, so that nothing is told twice", () => {
    for (const row of recordedRows("feed", "outbox#")) {
      const { tenant, user } = Object(readFields(row));
      const { Put } = outboxWrite({ tenant, user, key: row.sk.S, type: "activity", data: {} });
      expect(Put?.Item).toMatchObject({ pk: row.pk, sk: row.sk });
    }
    const long = outboxWrite({ ...owner, key: "activity#".padEnd(600, "x"), type: "activity", data: {} });
    expect(long.Put?.Item?.sk?.S).toBe(`activity#${"x".repeat(55)}#deyxYOI2aKOBHZ5WUYqe4lYhs_HWTTl52JDbLdgM5AM`);
  });
});

describe("the log of deliveries", () => {
  const rows = recordedRows("deliveries", "delivery#");

  test("is read row by row, with every field", async () => {
    for (const row of rows) {
      const { log: _log, at: _at, ...fields } = readFields(row);
      expect(await readDelivery(decodeKey(row.pk.S)[1] ?? "", now())).toMatchObject(fields);
    }
    expect(new Set(rows.map((row) => readFields(row).status))).toEqual(
      new Set(["pending", "processed", "failed", "ignored", "duplicate"]),
    );
  });

  test.each(["slack", "github", "figma", "gmail", "calendar"])("is listed for %s by its index", async (provider) => {
    const span = { from: new Date((handedOut.recordedAt - 7200) * 1000), to: new Date((recordedUntil + 7200) * 1000) };
    const { found } = await queryLog({ provider, ...span, limit: 100 });
    const own = rows.map(readFields).filter((row) => row.provider === provider);
    expect(found.map(({ receipt }) => receipt).sort()).toEqual(own.map(({ receipt }) => String(receipt)).sort());
  });

  test("has claims: done for its own delivery, a duplicate for another, busy while a worker holds it", () => {
    const claims = recordedRows("deliveries", "claim#").filter((row) => readFields(row).receipt !== undefined);
    const refusal = (row: (typeof claims)[number], receipt: string) =>
      getClaimRefusal(
        new TransactionCanceledException({
          $metadata: {},
          message: "",
          CancellationReasons: [{ Code: "ConditionalCheckFailed", Item: toItem(row) }],
        }),
        { receipt },
      );
    const [done] = claims.filter((row) => readFields(row).state === "done");
    const busy = claims
      .map((row) => [row, Number(readFields(row).until)] as const)
      .find(([row, until]) => readFields(row).state === "claimed" && until > 0);
    if (done === undefined || busy === undefined) throw new Error("a kind of claim was not recorded");
    expect(refusal(done, String(readFields(done).receipt))).toEqual({ reason: "done" });
    expect(refusal(done, "another")).toEqual({ reason: "duplicate" });
    expect(refusal(busy[0], "another")).toEqual({ reason: "busy", until: busy[1] });
  });
});
