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
  "revocations:consume": consume("revocations"),
  "refreshes:consume": consume("refreshes"),
} satisfies AllowanceTable<string>;
