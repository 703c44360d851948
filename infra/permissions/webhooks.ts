import { manifests, withWebhook } from "../../lib/providers/manifests.ts";
import {
  buildArn,
  channelSigningName,
  deadLetterQueueName,
  type QueueName,
  queueName,
  webhookQueueUrls,
  webhookSecretName,
} from "../names.ts";
import type { PermissionContext, PermissionEffect, PermissionTable } from "../permission-effect.ts";
import { listSecretArns } from "./secrets.ts";

/**
 * Allows checking that secrets exist and how long the queues are, but not reading a secret or a message.
 * The environment is kept short: a Lambda may have 4 KB of variables, whatever the number of providers.
 */
function probeWebhooks(context: PermissionContext): PermissionEffect {
  const { config, place, manifests: all = manifests } = context;
  const { stage } = config;
  const providers = withWebhook(all).map(({ id, webhook: { receivers, proofs, secret } }) => ({
    id,
    paths: receivers.map(({ path }) => path),
    // A receiver works with any of its secrets. Pub/Sub needs none: its tokens are verified with Google's public keys.
    secrets: [...(secret ? [`${id}/webhook`] : []), ...(proofs.includes("channel-signing") ? ["channel-signing"] : [])],
  }));
  const secretArns = [
    ...listSecretArns(context, channelSigningName(stage)),
    ...providers.flatMap(({ id }) => listSecretArns(context, webhookSecretName(stage, id), id)),
  ];
  const queues = providers.map(({ id }): QueueName => `webhooks-${id}`);
  return {
    statements: [
      {
        actions: ["secretsmanager:DescribeSecret"],
        resources: secretArns,
      },
      {
        actions: ["sqs:GetQueueAttributes"],
        resources: queues.flatMap((queue) =>
          [queueName(stage, queue), deadLetterQueueName(stage, queue)].map((name) => buildArn(place, "sqs", name)),
        ),
      },
    ],
    environment: { WEBHOOK_PROBE: JSON.stringify({ providers, queues: webhookQueueUrls(place, stage) }) },
  };
}

export const webhookPermissions = { "webhooks:probe": probeWebhooks } satisfies PermissionTable<string>;
