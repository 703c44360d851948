// Checks that webhooks can be received and are processed. It reads metadata only, never a secret's value or a message.
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { sqsClient } from "../aws/sqs.ts";
import { config } from "../config.ts";
import { readClientIds } from "../store/client-ids.ts";
import { isSecretStored } from "../store/secrets.ts";
import { ttlCached } from "../ttl-cache.ts";

const sqs = sqsClient({ maxAttempts: 2 });

interface QueueHealth {
  readonly provider: string;
  /** null if the queue could not be read. */
  readonly waiting: number | null;
  readonly inFlight: number | null;
  readonly deadLetters: number | null;
}

interface WebhookHealth {
  readonly status: "ok" | "degraded";
  readonly receivers: readonly { readonly path: string; readonly provider: string; readonly secret: boolean }[];
  readonly queues: readonly QueueHealth[];
}

/**
 * Creates a reader of webhook health, cached for 30 s since the endpoint is public.
 * `degraded`: a secret is missing, or a dead-letter queue is not empty or could not be read. Providers without a client are
 * not configured and do not count.
 */
export const createWebhookHealthReader = (now: () => number = Date.now): (() => Promise<WebhookHealth>) =>
  ttlCached(probeWebhooks, { ttlMs: 30_000, now });

async function probeWebhooks(): Promise<WebhookHealth> {
  const { providers, queues } = config("WEBHOOK_PROBE").WEBHOOK_PROBE;
  const [clientIds, present, lengths] = await Promise.all([
    // If they cannot be read, every provider counts.
    readClientIds().catch(() => undefined),
    listPresentSecrets(providers.flatMap(({ secrets }) => secrets)),
    Promise.all(providers.map(({ id }) => readQueueHealth(id, queues))),
  ]);
  const health = providers.flatMap(({ id, paths, secrets }) => {
    // A receiver needs any one of its secrets. One without secrets verifies with published keys.
    const secret = secrets.length === 0 || secrets.some((name) => present.has(name));
    return paths.map((path) => ({ path, provider: id, secret }));
  });
  const isConfigured = ({ provider }: { readonly provider: string }) => !clientIds || provider in clientIds;
  const isHealthy =
    health.filter(isConfigured).every(({ secret }) => secret) &&
    lengths.filter(isConfigured).every(({ deadLetters }) => deadLetters === 0);
  return { status: isHealthy ? "ok" : "degraded", receivers: health, queues: lengths };
}

async function listPresentSecrets(names: readonly string[]): Promise<ReadonlySet<string>> {
  const lookups = [...new Set(names)].map(async (name) =>
    (await isSecretStored(name).catch(() => false)) ? [name] : [],
  );
  return new Set((await Promise.all(lookups)).flat());
}

async function readQueueHealth(
  provider: string,
  { prefix, deadLetterSuffix }: { readonly prefix: string; readonly deadLetterSuffix: string },
): Promise<QueueHealth> {
  const url = `${prefix}${provider}`;
  const [work, dead] = await Promise.all([readQueueAttributes(url), readQueueAttributes(`${url}${deadLetterSuffix}`)]);
  return { provider, waiting: work.waiting, inFlight: work.inFlight, deadLetters: dead.waiting };
}

async function readQueueAttributes(QueueUrl: string) {
  const AttributeNames = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] });
  const { Attributes } = await sqs.send(command).catch(() => ({ Attributes: undefined }));
  const [waiting, inFlight] = AttributeNames.map((name) => toNumberOrNull(Attributes?.[name]));
  return { waiting: waiting ?? null, inFlight: inFlight ?? null };
}

const toNumberOrNull = (text: string | undefined) => (text === undefined ? null : Number(text));
