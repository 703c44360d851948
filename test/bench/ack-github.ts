// GitHub: verifying alone, with parsing, and with a queue behind it. Octokit emits what it parsed; its listener fills the queue.
import { Webhooks } from "@octokit/webhooks";
import type { Receiver } from "../../lib/http/webhook-endpoint.ts";
import { httpEvent } from "../support/events.ts";
import { githubHeaders } from "../support/signing.ts";
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

interface Request {
  readonly id: string;
  readonly body: string;
  readonly headers: ReturnType<typeof githubHeaders>;
}

function contender(setting: Setting, handle: (request: Request, at: number) => Promise<void>): Contender {
  const requests = Array.from({ length: requestCount(setting) }, (_, index) => {
    const { id, body } = createBody(index, setting.bytes, (after) => ({
      after,
      ref: "refs/heads/main",
      repository: { id: 1 },
    }));
    return { id, body, headers: githubHeaders(secret, body, "push") };
  });
  return {
    prepare: () => undefined,
    async call(index) {
      const at = index % requests.length;
      const request = requests[at];
      if (request === undefined) throw new Error("There is no such request.");
      await handle(request, at);
    },
  };
}

export const patchbay: MakeContender = async (setting) => {
  await startAwsStage(secret);
  const { signatureEndpoint } = await import("../../lib/http/webhook-endpoint.ts");
  const { githubWebhook } = await import("../../lib/providers/github/webhook.ts");
  const { encodeDelivery } = await import("../../lib/queue/enqueue-delivery.ts");
  const queue = fakeQueue(setting.queueMs);
  const handler = signatureEndpoint(githubWebhook, {
    enqueue: async (delivery) => queue.send(await encodeDelivery(delivery)),
  });
  const events: ReturnType<typeof httpEvent>[] = [];
  return contender(setting, async ({ id, headers, body }, at) => {
    events[at] ??= httpEvent({ on: "POST /webhook", headers, body });
    const { statusCode } = await handler(events[at]);
    assertRight(statusCode === 200, "the status");
    assertRight(queue.last.includes(id), "the message on the queue");
  });
};

export const octokit: MakeContender = async (setting) => {
  const queue = fakeQueue(setting.queueMs);
  const receive = octokitReceiver(({ payload }) => queue.send(JSON.stringify(payload)));
  return contender(setting, async (request) => {
    await receive(request);
    assertRight(queue.last.includes(request.id), "the message on the queue");
  });
};

export const patchbayParse: MakeContender = async (setting) => {
  await startAwsStage(secret);
  const { githubWebhook } = await import("../../lib/providers/github/webhook.ts");
  return contender(setting, async ({ id, headers, body }) => {
    const received = githubWebhook.read(...(await wrapVerified(githubWebhook, headers, body)));
    assertRight("body" in received && received.body.includes(id), "the event that was read");
  });
};

export const octokitParse: MakeContender = async (setting) => {
  let seen = "";
  const receive = octokitReceiver(async ({ payload }) => {
    seen = payload.after;
  });
  return contender(setting, async (request) => {
    await receive(request);
    assertRight(seen === request.id, "the event that was emitted");
  });
};

type Listener = (event: { payload: { after: string } }) => Promise<void>;

function octokitReceiver(listener: Listener) {
  const webhooks = new Webhooks({ secret });
  webhooks.on("push", listener);
  return ({ headers, body }: Request) => {
    const signature = headers["x-hub-signature-256"];
    return webhooks.verifyAndReceive({ id: headers["x-github-delivery"], name: "push", payload: body, signature });
  };
}

async function wrapVerified<V>(receiver: Receiver<V>, headers: Request["headers"], body: string) {
  const json = { ...headers, "content-type": "application/json" };
  const request = { headers: json, query: {}, rawQuery: "", body: Buffer.from(body), now: 0, isAuthorized: false };
  return [request, await receiver.verify(request)] as const;
}

export const patchbayVerify: MakeContender = async (setting) => {
  await startAwsStage(secret);
  const { githubWebhook } = await import("../../lib/providers/github/webhook.ts");
  return contender(setting, async ({ headers, body }) => {
    const [, link] = await wrapVerified(githubWebhook, headers, body);
    assertRight(link === undefined, "verified");
  });
};

export const octokitVerify: MakeContender = async (setting) => {
  const webhooks = new Webhooks({ secret });
  return contender(setting, async ({ headers, body }) => {
    assertRight(await webhooks.verify(body, headers["x-hub-signature-256"]), "verified");
  });
};
