import { type ProviderId, providerIds } from "../../lib/providers/ids.ts";
import type { Allowance, AllowanceTable, GrantContext } from "../allowance.ts";
import {
  arn,
  channelSigningName,
  deadLetterQueueName,
  deadLetterQueueUrl,
  type QueueName,
  queueName,
  queueUrl,
  webhookSecretName,
} from "../names.ts";
import { secretArn } from "./secrets.ts";

/** Providers whose events are signed with a secret of the operator's; the others carry tokens of ours, or Google's. */
const withSecret: readonly ProviderId[] = ["slack", "figma", "github"];

/** Whether secrets are there and how long the queues are: descriptions only, never a secret's value or a message. */
function probe(context: GrantContext): Allowance {
  const { config, place } = context;
  const { stage } = config;
  const queues = providerIds.map((id) => [id, `webhooks-${id}` satisfies QueueName] as const);
  const secrets = [
    ...withSecret.map((id) => [id, webhookSecretName(stage, id)] as const),
    ["channels", channelSigningName(stage)] as const,
  ];
  return {
    statements: [
      {
        actions: ["secretsmanager:DescribeSecret"],
        resources: secrets.map(([, name]) => secretArn(context, name)),
      },
      {
        actions: ["sqs:GetQueueAttributes"],
        resources: queues.flatMap(([, queue]) =>
          [queueName(stage, queue), deadLetterQueueName(stage, queue)].map((name) => arn(place, "sqs", name)),
        ),
      },
    ],
    environment: {
      WEBHOOK_PROBE: JSON.stringify({
        secrets: Object.fromEntries(secrets),
        queues: Object.fromEntries(
          queues.map(([id, queue]) => [
            id,
            { url: queueUrl(place, stage, queue), deadLetterUrl: deadLetterQueueUrl(place, stage, queue) },
          ]),
        ),
      }),
    },
  };
}

export const webhookGrants = { "webhooks:probe": probe } satisfies AllowanceTable<string>;
