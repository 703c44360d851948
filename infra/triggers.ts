// The table of background work: consumers of queues, and schedules.
import type { ProviderId } from "../lib/provider-ids.ts";
import type { Manifest } from "../lib/providers/manifest.ts";
import { type ManifestWithWebhook, manifests, withWebhook } from "../lib/providers/manifests.ts";
import { auditConsumer } from "./audit-consumer.ts";
import type { QueueName } from "./names.ts";
import type { Permission } from "./permissions.ts";
import { callProviderPermissions, disconnectPermissions } from "./routes/permission-sets.ts";

export interface Job {
  readonly run: string;
  readonly permissions: readonly Permission[];
  readonly provider?: ProviderId | "every";
  readonly memory?: number;
  /** Seconds one invocation may take. */
  readonly timeout: number;
}

/** A Lambda that runs at fixed intervals. */
export interface Schedule extends Job {
  readonly everyMinutes: number;
}

/** A Lambda that processes a queue's messages in batches. */
export interface Consumer extends Job {
  readonly queue: QueueName;
  readonly batch: number;
  /** The maximum number of batches processed at the same time. */
  readonly concurrency: number;
  /** How often a message is received before it becomes a dead letter. */
  readonly attempts: number;
}

/**
 * One worker for each provider: it processes untrusted input, so it may open its own provider's tokens only, and a flood
 * or outage of one provider does not delay the others (infra/decisions/one-worker-per-provider.md).
 */
const webhookConsumer = ({
  id,
  hasCustomers,
  webhook: { sendsBatches, takesSecrets, asksForPrivacy },
}: ManifestWithWebhook): Consumer => ({
  queue: `webhooks-${id}`,
  run: `${id}/process-webhook`,
  provider: id,
  memory: 512,
  batch: 10,
  concurrency: 10,
  // Waits double up to 12 hours (lib/webhooks/retry.ts), so that an outage of half a day is outlasted.
  attempts: 14,
  timeout: 60,
  permissions: [
    `webhooks:consume:${id}`,
    ...(sendsBatches ? [`webhooks:send:${id}` as const] : []),
    "insights:model",
    "usage:count",
    "deliveries:write",
    "routes:read",
    "settings:read",
    "connections:read",
    "connections:write",
    "grants:hold",
    "audit:write",
    "cache:read",
    "cache:write",
    "cache:clear",
    "client-ids:read",
    `vault:seal:delivery:${id}`,
    `vault:seal:connection:${id}`,
    `vault:seal:cache:${id}`,
    `client-secret:${id}`,
    ...(takesSecrets ? (["hooks:read", `vault:open:hook:${id}`] as const) : []),
    ...(asksForPrivacy
      ? ([
          ...disconnectPermissions,
          "exports:write",
          `vault:seal:export:${id}`,
          "feed:read",
          "customers:forget",
        ] as const)
      : []),
    ...(hasCustomers ? ["connectors:renew" as const] : []),
  ],
});

export const schedules: readonly Schedule[] = [
  { run: "jobs/queue-due-refreshes", everyMinutes: 15, timeout: 60, permissions: ["due:query", "refreshes:send"] },
  { run: "jobs/queue-due-channels", everyMinutes: 15, timeout: 60, permissions: ["renewals:query", "channels:send"] },
  {
    run: "jobs/redrive-dead-letters",
    everyMinutes: 15,
    timeout: 300,
    permissions: ["queues:watch", "dead-letters:redrive", "deliveries:read", "webhooks:replay"],
  },
  { run: "jobs/count-connections", everyMinutes: 60, timeout: 300, permissions: ["connections:count", "usage:count"] },
];

/** Posts users' notifications at the provider that accepts them. */
const notificationWorker = (id: ProviderId): Consumer => ({
  queue: "notifications",
  run: "jobs/post-notification",
  provider: id,
  batch: 5,
  concurrency: 5,
  attempts: 5,
  timeout: 60,
  permissions: ["notifications:consume", "feed:read", "once:claim", ...callProviderPermissions(id)],
});

/** For opening and closing webhooks whose secrets their providers choose. */
const listHookPermissions = (all: readonly Manifest[]): readonly Permission[] =>
  withWebhook(all).some(({ webhook }) => webhook.takesSecrets) ? ["hooks:open"] : [];

/** Creates, renews and ends the subscriptions (push channels) of all providers that have them. */
const subscriptionWorker = (all: readonly Manifest[]): Consumer => ({
  queue: "channels",
  run: "jobs/keep-channels",
  provider: "every",
  batch: 5,
  concurrency: 5,
  attempts: 5,
  timeout: 60,
  permissions: [
    "channels:consume",
    "usage:count",
    "channels:configure",
    "channel-signing:read",
    "connections:read",
    "connections:write",
    "settings:read",
    "settings:defaults",
    "siblings:read",
    "grants:hold",
    "audit:write",
    "client-ids:read",
    ...listHookPermissions(all),
    ...all
      .filter(({ hasSubscriptions }) => hasSubscriptions)
      .flatMap(({ id }): Permission[] => [`vault:seal:connection:${id}`, `client-secret:${id}`]),
  ],
});

const refreshWorker = (all: readonly Manifest[]): Consumer => ({
  queue: "refreshes",
  run: "jobs/refresh-tokens",
  provider: "every",
  batch: 10,
  concurrency: 5,
  attempts: 5,
  timeout: 120,
  permissions: [
    "refreshes:consume",
    "usage:count",
    "connections:read",
    "connections:write",
    "grants:hold",
    "audit:write",
    "client-ids:read",
    ...all.flatMap(({ id }): Permission[] => [`vault:seal:connection:${id}`, `client-secret:${id}`]),
  ],
});

const revocationWorker = (all: readonly Manifest[]): Consumer => ({
  queue: "revocations",
  run: "jobs/revoke-grants",
  provider: "every",
  batch: 10,
  concurrency: 5,
  attempts: 10,
  timeout: 120,
  permissions: [
    "revocations:consume",
    "grants:settle",
    "siblings:read",
    "audit:write",
    "client-ids:read",
    ...listHookPermissions(all),
    ...all.flatMap(({ id }): Permission[] => [
      `vault:seal:connection:${id}`,
      `vault:seal:pending:${id}`,
      `client-secret:${id}`,
    ]),
  ],
});

/** Loads again what is kept of a user's accounts, when the user asks for it. */
const refillWorker = (all: readonly Manifest[]): Consumer => ({
  queue: "refills",
  run: "jobs/refill-caches",
  provider: "every",
  batch: 1,
  concurrency: 2,
  attempts: 5,
  timeout: 120,
  permissions: [
    "refills:consume",
    "cache:list",
    "settings:read",
    ...all.filter(({ keepsLists }) => keepsLists).flatMap(({ id }) => callProviderPermissions(id)),
  ],
});

/** Removes the activities of disconnected accounts. Its permissions are the same for all providers. */
const erasureWorker: Consumer = {
  queue: "erasures",
  run: "jobs/erase-activity",
  batch: 1,
  concurrency: 2,
  attempts: 10,
  timeout: 120,
  permissions: ["erasures:consume", "erasures:send", "erasures:finish", "activity:remove", "connections:read"],
};

/**
 * Deletes a user's or a tenant's data. It hands tokens on to be revoked as a disconnect does, and opens none. One message at a time:
 * a deletion is as many of them as it takes.
 */
const deletionWorker: Consumer = {
  queue: "deletions",
  run: "jobs/delete-data",
  memory: 512,
  batch: 1,
  concurrency: 2,
  attempts: 10,
  timeout: 120,
  permissions: [
    "deletions:consume",
    "deletions:send",
    "deletions:scan",
    "deletions:erase",
    "vault:open:deletion",
    ...disconnectPermissions,
    "routes:read",
    "live:push",
  ],
};

export const consumersFor = (all: readonly Manifest[]): Consumer[] => [
  ...withWebhook(all).map(webhookConsumer),
  subscriptionWorker(all),
  ...all.filter(({ postsNotifications }) => postsNotifications).map(({ id }) => notificationWorker(id)),
  refreshWorker(all),
  revocationWorker(all),
  erasureWorker,
  refillWorker(all),
  deletionWorker,
];

export const consumers: readonly Consumer[] = consumersFor(manifests);
export const jobs: readonly Job[] = [...schedules, ...consumers, auditConsumer];
