// Load on the whole path of an event: gateway, signature, queue, worker, feed. `npm run load -- webhooks --count 10000`.
import { setTimeout as sleep } from "node:timers/promises";
import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { beforeAll, expect, test } from "vitest";
import { asUser, type Person as Caller } from "../support/api.ts";
import { dynamodb, tableName } from "../support/aws.ts";
import { cloud } from "../support/cloud.ts";
import { connectInBrowser } from "../support/flow.ts";
import { spy } from "../support/spy.ts";
import { createDeliveries, type LoadDelivery, type Person } from "./deliveries.ts";

const count = Number(process.env.PATCHBAY_LOAD_COUNT ?? 300);
const atOnce = 40;
const secret = "sandbox-slack-signing-secret";

const callers = [
  { sub: "load-ada", org: "acme", account: "acme" },
  { sub: "load-ben", org: "acme", account: "acme-ben" },
  { sub: "load-cleo", org: "globex", account: "globex" },
] as const;

let people: Person[];
beforeAll(async () => {
  people = [];
  for (const { account, ...caller } of callers) {
    const user = await asUser(caller);
    await user.delete("/api/integrations/slack");
    await connectInBrowser(user, "slack", { account });
    people.push(await toPerson(caller));
  }
}, 120_000);

async function rows(table: "connections" | "feed", pk: string, sk: string): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  let ExclusiveStartKey: Record<string, never> | undefined;
  do {
    const page = await dynamodb().send(
      new QueryCommand({
        TableName: tableName(table),
        ConsistentRead: true,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
        ExpressionAttributeValues: { ":pk": { S: pk }, ":sk": { S: sk } },
        ExclusiveStartKey,
      }),
    );
    found.push(...(page.Items ?? []).map((item) => unmarshall(item)));
    ExclusiveStartKey = page.LastEvaluatedKey as typeof ExclusiveStartKey;
  } while (ExclusiveStartKey !== undefined);
  return found;
}

const partition = (kind: string, { sub, org }: Caller) => `${kind}#${encodeURIComponent(`c#${org}`)}#${sub}`;

async function toPerson(caller: Caller): Promise<Person> {
  const [row] = await rows("connections", partition("owner", caller), "conn#slack#");
  return { team: String(row?.accountId), user: String(row?.person) };
}

/** The markers in all activity of all users. */
async function listActivityMarkers(): Promise<string[]> {
  const activities = await Promise.all(callers.map((caller) => rows("feed", partition("activity", caller), "0")));
  const texts = activities.flat().map(({ title, excerpt }) => `${title} ${excerpt}`);
  return texts.flatMap((text) => text.match(/(marker|forged)-\S+/)?.[0] ?? []);
}

interface DeliveryResult {
  readonly shot: LoadDelivery;
  readonly status: number;
  /** How often it was answered 503 and sent again, as a provider does. */
  readonly putOff: number;
  /** Duration of the last attempt. */
  readonly ms: number;
}

/** Slack retries three times. */
const maxRetries = 3;

async function deliver(shot: LoadDelivery): Promise<DeliveryResult> {
  for (let putOff = 0; ; putOff += 1) {
    const from = performance.now();
    const answer = await fetch(`${cloud().origin}/api/integrations/slack/webhook`, {
      method: "POST",
      headers: { "content-type": "application/json", ...shot.headers },
      body: shot.body,
    });
    await answer.arrayBuffer();
    const { status } = answer;
    if (status !== 503 || putOff === maxRetries) return { shot, status, putOff, ms: performance.now() - from };
    await sleep(1000);
  }
}

async function sendAll(all: readonly LoadDelivery[]): Promise<DeliveryResult[]> {
  const answered: DeliveryResult[] = [];
  const waiting = all.values();
  const sender = async () => {
    for (const shot of waiting) answered.push(await deliver(shot));
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
  return answered;
}

const percentile = (sorted: readonly number[], share: number) =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);

test(`processes each of ${count} deliveries once, and refuses each forgery`, { timeout: 1_800_000 }, async () => {
  await spy.forget();
  const all = createDeliveries(count, people, secret);
  const ours = new Set(all.map(({ marker }) => marker));
  const listOurMarkers = async () => (await listActivityMarkers()).filter((marker) => ours.has(marker));
  const from = performance.now();
  const answered = await sendAll(all);
  const sent = performance.now() - from;

  const genuine = new Set(answered.filter(({ shot }) => shot.kind === "genuine").map(({ shot }) => shot.marker));
  while ((await listOurMarkers()).length < genuine.size && performance.now() - from < 1_700_000) await sleep(500);
  const worked = performance.now() - from;
  await sleep(3000);

  const markers = await listOurMarkers();
  const times = answered.map(({ ms }) => ms).sort((a, b) => a - b);
  const of = (kind: LoadDelivery["kind"]) => answered.filter(({ shot }) => shot.kind === kind);
  console.log(
    [
      `${answered.length} deliveries: ${genuine.size} genuine, ${of("duplicate").length} sent again, ${of("forgery").length} forged`,
      `accepted in ${(sent / 1000).toFixed(1)} s (${Math.round((1000 * answered.length) / sent)}/s), p50 ${percentile(times, 0.5)} ms, p99 ${percentile(times, 0.99)} ms`,
      `${answered.filter(({ putOff }) => putOff > 0).length} put off with 503, and sent again`,
      `all in the feed after ${(worked / 1000).toFixed(1)} s`,
    ].join("\n"),
  );
  expect(new Set(of("forgery").map(({ status }) => status))).toEqual(new Set([401]));
  expect(new Set([...of("genuine"), ...of("duplicate")].map(({ status }) => status))).toEqual(new Set([200]));
  expect(markers.length).toBe(new Set(markers).size);
  expect(new Set(markers)).toEqual(genuine);
});

test("numbers the frames of each user without a gap", async () => {
  for (const caller of callers) {
    const frames = await rows("feed", partition("feed", caller), "frame#");
    const numbers = frames.map(({ seq }) => Number(seq));
    const first = numbers[0] ?? 0;
    expect(numbers).toEqual(numbers.map((_, index) => first + index));
  }
});
