// A replay whose filter selects more of the log than one request has time for.
import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";

const aws = await startAwsStandIn();
afterAll(() => aws.close());
Object.assign(process.env, {
  DELIVERIES_TABLE: "deliveries",
  AUDIT_TABLE: "audit",
  AUDIT_DAYS: "400",
  WEBHOOK_QUEUES: '{"slack":"http://localhost/queue"}',
});
const { replayDeliveries } = await import("../../lib/webhooks/replay.ts");
const { limitLogSpan } = await import("../../lib/webhooks/delivery-view.ts");

const day = 86_400_000;
const now = Date.parse("2026-11-21T12:00:00.000Z");
const asker = {
  user: { tenant: "u#root", user: "root", isAdmin: true, isStageAdmin: true, name: undefined },
  origin: { ip: "192.0.2.1", requestId: "r-1" },
};

beforeEach(() => {
  aws.forget();
  aws.on("PutItem", () => json({}));
  aws.on("Query", () => json({ Items: [] }));
});

/** Replays with a clock that advances by `step` milliseconds at each read. */
function replay(span: { from: Date; to: Date }, step: number) {
  let clock = now;
  const filter = { provider: "slack", status: "failed", limit: 1000, ...span } as const;
  return replayDeliveries(filter, asker, () => (clock += step));
}

const listAskedHours = () =>
  aws.calls
    .filter(({ operation }) => operation === "Query")
    .map(({ input }) => (input.ExpressionAttributeValues as { ":log": { S: string } })[":log"].S);

test("stops in time, says how far it came, and can be continued to the end", async () => {
  const whole = { from: new Date(now - 30 * day), to: new Date(now) };
  let answer = await replay(whole, 6000);
  expect(answer).toMatchObject({ queued: 0, more: true, to: expect.stringMatching(/^2026-11-\d\dT/) });
  const tos: string[] = [];
  while (answer.more && tos.length < 50) {
    tos.push(answer.to ?? "");
    answer = await replay({ ...whole, to: new Date(answer.to ?? "") }, 6000);
  }
  expect(answer).toEqual({ queued: 0, more: false });
  expect(tos.length).toBeGreaterThan(1);
  expect(tos).toEqual([...new Set(tos)].sort().reverse());
  expect(new Set(listAskedHours()).size).toBe(30 * 24 * 4);
});

test("a span within the time is read to its end", async () => {
  const whole = { from: new Date(now - 30 * day), to: new Date(now) };
  expect(await replay(whole, 1)).toEqual({ queued: 0, more: false });
});

test.each([
  ["2026-11-20T12:00:00Z", "6572-09-28T17:29:19Z", "2026-11-20T12:00:00.000Z", "2026-11-21T12:00:00.000Z"],
  ["2000-01-27T10:54:55Z", undefined, "2026-08-23T12:00:00.000Z", "2026-11-21T12:00:00.000Z"],
  [undefined, "6572-09-28T17:29:19Z", "2026-11-20T12:00:00.000Z", "2026-11-21T12:00:00.000Z"],
])("from %j to %j is what there can be of it", (from, to, begin, end) => {
  const toDate = (text: string | undefined) => (text === undefined ? undefined : new Date(text));
  const span = limitLogSpan({ from: toDate(from), to: toDate(to) }, now);
  expect([span.from.toISOString(), span.to.toISOString()]).toEqual([begin, end]);
});

test("a period in the future is empty, and answered at once", async () => {
  const span = limitLogSpan({ from: new Date("4298-06-18T12:26:44Z"), to: new Date("6572-09-28T17:29:19Z") }, now);
  expect(await replay(span, 1)).toEqual({ queued: 0, more: false });
  expect(listAskedHours()).toEqual([]);
});
