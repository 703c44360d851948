// Time from the event to the answer, over ten thousand signed requests, with a queue that takes 0 or 10 ms.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { signatureEndpoint } from "../../lib/http/webhook-endpoint.ts";
import { githubWebhook } from "../../lib/providers/github/webhook.ts";
import { slackWebhook } from "../../lib/providers/slack/webhook.ts";
import { event, githubEvent, slackEvent } from "./genuine.ts";
import { receiverStage, requestEvent, takeLog } from "./stage.ts";

const stage = await receiverStage();
afterAll(() => stage.close());

const requests = 10_000;
const slackEvents = Array.from({ length: requests }, (_, n) =>
  requestEvent(slackEvent({ ...event, event_id: `Ev${n}` })),
);
const githubEvents = Array.from({ length: requests }, (_, n) =>
  requestEvent(githubEvent({ action: "opened", number: n })),
);

/** Each answer's time in milliseconds, so many requests at a time. */
async function times(handler: ReturnType<typeof signatureEndpoint>, events: typeof slackEvents, together: number) {
  const taken: number[] = [];
  const next = events.values();
  const work = async () => {
    for (const request of next) {
      const from = performance.now();
      const { statusCode } = await handler(request);
      taken.push(performance.now() - from);
      if (statusCode !== 200) throw new Error(`status ${statusCode}`);
    }
  };
  await Promise.all(Array.from({ length: together }, work));
  takeLog();
  return taken.sort((a, b) => a - b);
}

const quantile = (sorted: readonly number[], share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;

test.each([
  { name: "Slack", receiver: slackWebhook, events: slackEvents },
  { name: "GitHub", receiver: githubWebhook, events: githubEvents },
])("$name is acknowledged within 1 ms when the queue takes no time", async ({ name, receiver, events }) => {
  let queued = 0;
  const handler = signatureEndpoint<unknown>(receiver as Parameters<typeof signatureEndpoint<unknown>>[0], {
    enqueue: async () => void queued++,
  });
  await times(handler, events.slice(0, 2000), 1);
  const taken = await times(handler, events, 1);
  console.log(`${name}, 0 ms: p50 ${quantile(taken, 0.5).toFixed(3)} ms, p99 ${quantile(taken, 0.99).toFixed(3)} ms`);
  expect(queued).toBe(requests + 2000);
  expect(quantile(taken, 0.99)).toBeLessThan(1);
});

test("is acknowledged within 50 ms when the queue takes 10 ms", { timeout: 60_000 }, async () => {
  const handler = signatureEndpoint(slackWebhook, { enqueue: () => sleep(10) });
  const taken = await times(handler, slackEvents, 50);
  console.log(`Slack, 10 ms: p50 ${quantile(taken, 0.5).toFixed(1)} ms, p99 ${quantile(taken, 0.99).toFixed(1)} ms`);
  expect(quantile(taken, 0.99)).toBeLessThan(50);
});
