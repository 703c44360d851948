// Slack: verify and acknowledge. Bolt's listener puts the event on the same fake queue.
import { App, AwsLambdaReceiver } from "@slack/bolt";
import { httpEvent } from "../support/events.ts";
import { slackHeaders } from "../support/signing.ts";
import { startAwsStage } from "./aws-stage.ts";
import {
  assertRight,
  type Contender,
  createBody,
  fakeQueue,
  type MakeContender,
  requestCount,
  type Setting,
} from "./contender.ts";

const secret = "fake-bench-secret";

function messageEvent(index: number, bytes: number) {
  const event = { type: "message", channel: "C1", channel_type: "channel", user: "U2", text: "hello", ts: "1.2" };
  return createBody(index, bytes, (id) => ({
    event_id: id,
    type: "event_callback",
    token: "t",
    team_id: "T1",
    api_app_id: "A1",
    event,
  }));
}

type Event = ReturnType<typeof httpEvent>;

/** Everything but the handler: both get the same events and the same checks. */
function contender(
  setting: Setting,
  queue: { last: string },
  handle: (event: Event) => Promise<{ statusCode: number } | undefined>,
): Contender {
  const bodies = Array.from({ length: requestCount(setting) }, (_, index) => messageEvent(index, setting.bytes));
  let events: Event[] = [];
  return {
    prepare() {
      events = bodies.map(({ body }) => httpEvent({ on: "POST /webhook", headers: slackHeaders(secret, body), body }));
    },
    async call(index) {
      const at = index % bodies.length;
      const [event, body] = [events[at], bodies[at]];
      if (event === undefined || body === undefined) throw new Error("There is no such request.");
      const answer = await handle(event);
      assertRight(answer?.statusCode === 200, "the status");
      assertRight(queue.last.includes(body.id), "the message on the queue");
    },
  };
}

export const patchbay: MakeContender = async (setting) => {
  await startAwsStage(secret);
  const { signatureEndpoint } = await import("../../lib/http/webhook-endpoint.ts");
  const { slackWebhook } = await import("../../lib/providers/slack/webhook.ts");
  const { encodeDelivery } = await import("../../lib/queue/enqueue-delivery.ts");
  const queue = fakeQueue(setting.queueMs);
  const handler = signatureEndpoint(slackWebhook, {
    enqueue: async (delivery) => queue.send(await encodeDelivery(delivery)),
  });
  return contender(setting, queue, handler);
};

const silent = () => undefined;
const logger = {
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  setLevel: silent,
  getLevel: () => "error",
  setName: silent,
} as unknown as NonNullable<ConstructorParameters<typeof AwsLambdaReceiver>[0]["logger"]>;

export const bolt: MakeContender = async (setting) => {
  const queue = fakeQueue(setting.queueMs);
  const receiver = new AwsLambdaReceiver({ signingSecret: secret, logger });
  const authorize = async () => ({ botToken: "x", botId: "B", botUserId: "U" });
  const app = new App({ receiver, authorize, logger });
  app.event("message", async ({ body }) => queue.send(JSON.stringify(body)));
  const handler = await receiver.start();
  type BoltEvent = Parameters<typeof handler>[0];
  return contender(setting, queue, (event) => handler(event as unknown as BoltEvent, {}));
};
