// Whether webhooks can arrive and are worked off: descriptions only, never a secret's value or a message.
import { DescribeSecretCommand } from "@aws-sdk/client-secrets-manager";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { secretsClient } from "../aws/secrets-manager.ts";
import { sqsClient } from "../aws/sqs.ts";
import { config } from "../config.ts";
import { ttlCached } from "../ttl-cache.ts";

const manager = secretsClient({ maxAttempts: 2 });
const sqs = sqsClient({ maxAttempts: 2 });

/** A receiver works with any of its secrets; Pub/Sub's tokens are verified with Google's published keys and need none. */
const receivers = [
  { path: "/api/integrations/slack/webhook", provider: "slack", secrets: ["slack"] },
  { path: "/api/v1/webhooks/slack/events", provider: "slack", secrets: ["slack"] },
  { path: "/api/v1/webhooks/slack/interactive", provider: "slack", secrets: ["slack"] },
  { path: "/api/integrations/figma/webhook", provider: "figma", secrets: ["channels", "figma"] },
  { path: "/api/integrations/github/webhook", provider: "github", secrets: ["github", "channels"] },
  { path: "/api/v1/webhooks/gmail/push", provider: "gmail", secrets: [] },
  { path: "/api/v1/webhooks/calendar/push", provider: "calendar", secrets: ["channels"] },
] as const;

interface QueueHealth {
  readonly provider: string;
  /** null where the queue did not tell. */
  readonly waiting: number | null;
  readonly inFlight: number | null;
  readonly deadLetters: number | null;
}

interface WebhookHealth {
  readonly status: "ok" | "degraded";
  readonly receivers: readonly { readonly path: string; readonly provider: string; readonly secret: boolean }[];
  readonly queues: readonly QueueHealth[];
}

/** Asked by anybody, so the answer is kept for 30 seconds. `degraded`: a secret is missing, or a message was given up. */
export const webhookHealth = (now: () => number = Date.now): (() => Promise<WebhookHealth>) =>
  ttlCached(probe, { ttlMs: 30_000, now });

async function probe(): Promise<WebhookHealth> {
  const { secrets, queues } = config("WEBHOOK_PROBE").WEBHOOK_PROBE;
  const [present, lengths] = await Promise.all([
    presentSecrets(secrets),
    Promise.all(Object.entries(queues).map(queue)),
  ]);
  const health = receivers.map(({ path, provider, secrets: names }) => ({
    path,
    provider,
    secret: names.length === 0 || names.some((name) => present.has(name)),
  }));
  const isHealthy = health.every(({ secret }) => secret) && lengths.every(({ deadLetters }) => deadLetters === 0);
  return { status: isHealthy ? "ok" : "degraded", receivers: health, queues: lengths };
}

async function presentSecrets(names: Readonly<Record<string, string>>): Promise<ReadonlySet<string>> {
  const asked = Object.entries(names).map(async ([name, SecretId]) => {
    const secret = await manager.send(new DescribeSecretCommand({ SecretId })).catch(() => undefined);
    return secret === undefined || secret.DeletedDate ? [] : [name];
  });
  return new Set((await Promise.all(asked)).flat());
}

async function queue([provider, { url, deadLetterUrl }]: [
  string,
  { url: string; deadLetterUrl: string },
]): Promise<QueueHealth> {
  const [work, dead] = await Promise.all([attributes(url), attributes(deadLetterUrl)]);
  return { provider, waiting: work.waiting, inFlight: work.inFlight, deadLetters: dead.waiting };
}

async function attributes(QueueUrl: string) {
  const AttributeNames = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] });
  const { Attributes } = await sqs.send(command).catch(() => ({ Attributes: undefined }));
  const [waiting, inFlight] = AttributeNames.map((name) => numberOrNull(Attributes?.[name]));
  return { waiting: waiting ?? null, inFlight: inFlight ?? null };
}

const numberOrNull = (text: string | undefined) => (text === undefined ? null : Number(text));
