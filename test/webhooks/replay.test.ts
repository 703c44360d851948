// What an administrator's replay of many deliveries queues and leaves in the audit.
import { createHash } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { awsError } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";
import {
  aws,
  inputs,
  listAudits,
  now,
  operator,
  origin,
  queue,
  replayDeliveries,
  toRow,
  user,
} from "./support/replay-stage.ts";

describe("many deliveries", () => {
  const span = { from: new Date("2026-11-21T11:00:00Z"), to: new Date("2026-11-21T12:00:00Z") };
  const filter = { provider: "slack", status: "failed", limit: 1000, ...span } as const;
  let logged: { at: string; receipt: string }[] = [];
  let refused = 0;

  const toTime = (at: number) => new Date(Date.parse("2026-11-21T11:59:59.999Z") - at).toISOString();
  const keep = (count: number) => {
    logged = Array.from({ length: count }, (_, at) => ({ at: `${toTime(at)}#r-${at}`, receipt: `r-${at}` }));
  };
  interface Entry {
    readonly Id: string;
    readonly MessageBody: string;
  }
  const listSent = () =>
    inputs("SendMessageBatch").flatMap(({ Entries }) =>
      (Entries as Entry[]).map(({ MessageBody }) => JSON.parse(MessageBody)),
    );

  beforeEach(() => {
    refused = 0;
    aws.on("Query", ({ ExpressionAttributeValues, Limit }) => {
      const values = Object(ExpressionAttributeValues);
      const isFirst = /#0$/.test(values[":log"].S);
      const found = logged.filter(({ at }) => isFirst && at >= values[":low"].S && at <= values[":before"].S);
      const page = found.slice(0, Number(Limit));
      const last = page.at(-1);
      return json({
        Items: page.map(({ at, receipt }) => ({ ...toRow({ receipt }), at: { S: at } })),
        ...(found.length > page.length && last && { LastEvaluatedKey: { at: { S: last.at } } }),
      });
    });
    aws.on("SendMessageBatch", ({ Entries }) => {
      const entries = Entries as Entry[];
      const Failed = entries.slice(0, refused).map(({ Id }) => ({ Id, SenderFault: false, Code: "InternalError" }));
      const Successful = entries.slice(refused).map(({ Id, MessageBody }) => {
        return { Id, MessageId: Id, MD5OfMessageBody: createHash("md5").update(MessageBody).digest("hex") };
      });
      return json({ Successful, Failed });
    });
  });

  test("are none of a provider that sends no webhooks, and so has no queue", async () => {
    aws.on("Query", () => json({ Items: [] }));
    const answer = await replayDeliveries({ ...filter, provider: "cerner" }, { user, origin });
    expect(answer).toEqual({ queued: 0, more: false });
    expect(listAudits()[0]).toMatchObject({ provider: { S: "cerner" } });
  });

  test("are queued once each, the newest first, beyond one page of the log", async () => {
    keep(230);
    expect(await replayDeliveries(filter, { user, origin })).toEqual({ queued: 230, more: false });
    expect(listSent().map(({ replayOf }) => replayOf)).toEqual(logged.map(({ receipt }) => receipt));
    expect(listSent()[0]).toMatchObject({ provider: "slack", tenant: "c#acme", again: false });
    expect(inputs("SendMessageBatch")[0]?.QueueUrl).toBe(queue);
  });

  test("are those of the administrator's tenant that were not replayed yet", async () => {
    keep(1);
    await replayDeliveries(filter, { user, origin });
    const [query] = inputs("Query");
    expect(query?.FilterExpression).toBe("contains(tenants, :tenant) AND attribute_not_exists(replayedAt)");
    expect(Object(query?.ExpressionAttributeValues)[":tenant"]).toEqual({ S: "c#acme" });
    aws.calls.length = 0;
    await replayDeliveries(filter, { user: operator, origin });
    expect(inputs("Query")[0]?.FilterExpression).toBe("attribute_not_exists(replayedAt)");
    expect(listSent()[0]).not.toHaveProperty("tenant");
  });

  test("are audited before, with the filter", async () => {
    keep(0);
    await replayDeliveries({ ...filter, limit: 7 }, { user, origin });
    expect(aws.calls[0]?.operation).toBe("PutItem");
    expect(listAudits()[0]).toMatchObject({
      action: { S: "webhooks_replayed" },
      provider: { S: "slack" },
      user: { S: "ada" },
      filter: {
        M: {
          status: { S: "failed" },
          from: { S: "2026-11-21T11:00:00.000Z" },
          to: { S: "2026-11-21T12:00:00.000Z" },
          limit: { N: "7" },
        },
      },
    });
  });

  test("end at the limit, and say that there are more, to be found by the same filter", async () => {
    keep(230);
    for (const limit of [7, 205]) {
      const answer = await replayDeliveries({ ...filter, limit }, { user, origin }, () => now);
      expect(answer).toEqual({ queued: limit, more: true });
    }
    expect(listSent()).toHaveLength(212);
    // DynamoDB reads one more, since a position is inclusive there.
    expect(Math.max(...inputs("Query").map(({ Limit }) => Number(Limit)))).toBe(201);
  });

  test("that the queue refuses are not counted, and are found by the same filter", async () => {
    keep(12);
    refused = 1;
    const answer = await replayDeliveries({ ...filter, limit: 12 }, { user, origin });
    expect(answer).toEqual({ queued: 10, more: true });
    expect(listSent()).toHaveLength(12);
    expect(await replayDeliveries(filter, { user, origin })).toEqual({ queued: 10, more: true });
  });

  test("that the queue refuses count towards the limit", async () => {
    keep(230);
    refused = 1;
    const answer = await replayDeliveries({ ...filter, limit: 205 }, { user, origin }, () => now);
    expect(answer).toEqual({ queued: 184, more: true });
    expect(listSent()).toHaveLength(205);
  });

  test("say from where to go on when the time is over", async () => {
    keep(230);
    let clock = 0;
    const answer = await replayDeliveries(filter, { user, origin }, () => (clock += 12_000));
    // One millisecond after the last row: its position is exclusive, and another row may have the same time.
    expect(answer).toEqual({ queued: 200, more: true, to: toTime(198) });
  });

  test("are not lost when the queue answers nothing: the request can be repeated", async () => {
    keep(1);
    aws.on("SendMessageBatch", () => awsError("AccessDenied", 403));
    const failure = { code: "provider_unavailable", retryAfter: 5, cause: expect.any(Error) };
    await expect(replayDeliveries(filter, { user, origin })).rejects.toMatchObject(failure);
  });
});
