import type { ProviderId } from "../../lib/provider-ids.ts";
import { manifests, withWebhook } from "../../lib/providers/manifests.ts";
import {
  buildArn,
  buildQueueUrl,
  deadLetterQueueName,
  feedDeadLetterQueueName,
  type QueueName,
  queueName,
  queueNamesFor,
  queueUrl,
} from "../names.ts";
import type { PermissionContext, PermissionEffect, PermissionTable } from "../permission-effect.ts";

const queueStatements = (queue: QueueName, actions: readonly string[], { config, place }: PermissionContext) => [
  {
    actions: actions.map((action) => `sqs:${action}`),
    resources: [buildArn(place, "sqs", queueName(config.stage, queue))],
  },
];

const sendTo =
  (queue: QueueName, variable: string) =>
  (context: PermissionContext): PermissionEffect => ({
    statements: queueStatements(queue, ["SendMessage"], context),
    environment: { [variable]: queueUrl(context.place, context.config.stage, queue) },
  });

/** What Lambda's poller needs to read a queue; it uses the function's role. */
const consumeFrom =
  (queue: QueueName) =>
  (context: PermissionContext): PermissionEffect => ({
    statements: queueStatements(
      queue,
      ["ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility", "GetQueueAttributes"],
      context,
    ),
    environment: {},
  });

export const queuePermissions = {
  "revocations:send": sendTo("revocations", "REVOCATIONS_QUEUE_URL"),
  "erasures:send": sendTo("erasures", "ERASURES_QUEUE_URL"),
  "refreshes:send": sendTo("refreshes", "REFRESHES_QUEUE_URL"),
  "channels:send": sendTo("channels", "CHANNELS_QUEUE_URL"),
  "notifications:send": sendTo("notifications", "NOTIFICATIONS_QUEUE_URL"),
  "refills:send": sendTo("refills", "REFILLS_QUEUE_URL"),
  "deletions:send": sendTo("deletions", "DELETIONS_QUEUE_URL"),
  "deletions:consume": consumeFrom("deletions"),
  "refills:consume": consumeFrom("refills"),
  "notifications:consume": consumeFrom("notifications"),
  "revocations:consume": consumeFrom("revocations"),
  "erasures:consume": consumeFrom("erasures"),
  "refreshes:consume": consumeFrom("refreshes"),
  "channels:consume": consumeFrom("channels"),
} satisfies PermissionTable<string>;

/** Access to the queue of one provider's events. A worker delays its own messages, so it needs the queue's URL too. */
export function webhookQueuePermission(
  provider: ProviderId,
  action: "send" | "consume",
  context: PermissionContext,
): PermissionEffect {
  const queue: QueueName = `webhooks-${provider}`;
  const url = { WEBHOOKS_QUEUE_URL: queueUrl(context.place, context.config.stage, queue) };
  if (action === "send") return sendTo(queue, "WEBHOOKS_QUEUE_URL")(context);
  return { ...consumeFrom(queue)(context), environment: url };
}

/** Allows taking messages out of the dead-letter queue of every provider's events. Putting them back is `webhooks:replay`. */
export function redrivePermission({ config, place, manifests: all = manifests }: PermissionContext): PermissionEffect {
  const queues = withWebhook(all).map(({ id }) => deadLetterQueueName(config.stage, `webhooks-${id}`));
  return {
    statements: [
      {
        actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"],
        resources: queues.map((name) => buildArn(place, "sqs", name)),
      },
    ],
    environment: {},
  };
}

/**
 * Allows seeing how many messages every queue of the stage has, but not reading one. Those of providers are named by how they begin:
 * a list of all would be longer than a policy may be.
 */
export function watchPermission({ config, place, manifests: all = manifests }: PermissionContext): PermissionEffect {
  const { stage } = config;
  const queues = queueNamesFor(all);
  const feed = feedDeadLetterQueueName(stage);
  const own = queues.filter((queue) => !queue.startsWith("webhooks-"));
  const names = [
    ...own.flatMap((queue) => [queueName(stage, queue), deadLetterQueueName(stage, queue)]),
    feed,
    `patchbay-${stage}-webhooks-*`,
  ];
  const start = `patchbay-${stage}-`;
  const watched = { prefix: buildQueueUrl(place, start), queues, deadLettersAlone: [feed.slice(start.length)] };
  return {
    statements: [{ actions: ["sqs:GetQueueAttributes"], resources: names.map((name) => buildArn(place, "sqs", name)) }],
    environment: { WATCHED_QUEUES: JSON.stringify(watched) },
  };
}

/** Allows sending replays to the event queue of every provider. */
export function replayPermission(context: PermissionContext): PermissionEffect {
  const providers = withWebhook(context.manifests ?? manifests).map(({ id }) => id);
  const urls = providers.map((id) => [id, queueUrl(context.place, context.config.stage, `webhooks-${id}`)]);
  return {
    statements: providers.flatMap((id) => queueStatements(`webhooks-${id}`, ["SendMessage"], context)),
    environment: { WEBHOOK_QUEUES: JSON.stringify(Object.fromEntries(urls)) },
  };
}
