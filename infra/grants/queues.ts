import type { ProviderId } from "../../lib/providers/ids.ts";
import { manifests, withWebhook } from "../../lib/providers/manifests.ts";
import type { Allowance, AllowanceTable, GrantContext } from "../allowance.ts";
import { arn, type QueueName, queueName, queueUrl } from "../names.ts";

const onQueue = (queue: QueueName, actions: readonly string[], { config, place }: GrantContext) => [
  { actions: actions.map((action) => `sqs:${action}`), resources: [arn(place, "sqs", queueName(config.stage, queue))] },
];

const send =
  (queue: QueueName, variable: string) =>
  (context: GrantContext): Allowance => ({
    statements: onQueue(queue, ["SendMessage"], context),
    environment: { [variable]: queueUrl(context.place, context.config.stage, queue) },
  });

/** What Lambda's own poller does in the name of the function's role. */
const consume =
  (queue: QueueName) =>
  (context: GrantContext): Allowance => ({
    statements: onQueue(
      queue,
      ["ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility", "GetQueueAttributes"],
      context,
    ),
    environment: {},
  });

export const queueGrants = {
  "revocations:send": send("revocations", "REVOCATIONS_QUEUE_URL"),
  "refreshes:send": send("refreshes", "REFRESHES_QUEUE_URL"),
  "channels:send": send("channels", "CHANNELS_QUEUE_URL"),
  "notifications:send": send("notifications", "NOTIFICATIONS_QUEUE_URL"),
  "notifications:consume": consume("notifications"),
  "revocations:consume": consume("revocations"),
  "refreshes:consume": consume("refreshes"),
  "channels:consume": consume("channels"),
} satisfies AllowanceTable<string>;

/** The queue of one provider's events. A worker sets back-off on its own messages, so it knows its queue too. */
export function webhookQueueGrant(provider: ProviderId, may: string, context: GrantContext): Allowance {
  const queue: QueueName = `webhooks-${provider}`;
  const url = { WEBHOOKS_QUEUE_URL: queueUrl(context.place, context.config.stage, queue) };
  if (may === "send") return send(queue, "WEBHOOKS_QUEUE_URL")(context);
  return { ...consume(queue)(context), environment: url };
}

/** Replays go to any provider's queue: its name follows from the provider. */
export function replayGrant(context: GrantContext): Allowance {
  const providers = withWebhook(context.manifests ?? manifests).map(({ id }) => id);
  const urls = providers.map((id) => [id, queueUrl(context.place, context.config.stage, `webhooks-${id}`)]);
  return {
    statements: providers.flatMap((id) => onQueue(`webhooks-${id}`, ["SendMessage"], context)),
    environment: { WEBHOOK_QUEUES: JSON.stringify(Object.fromEntries(urls)) },
  };
}
