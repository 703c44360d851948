// The same table for what no request starts: queues and schedules.
import { providerIds } from "../lib/providers/ids.ts";
import type { Grant } from "./grants.ts";
import type { QueueName } from "./names.ts";

interface Job {
  readonly run: string;
  readonly may: readonly Grant[];
  readonly provider?: "every";
  readonly memory?: number;
  /** Seconds one invocation may take. */
  readonly timeout: number;
}

/** Runs as often as it says, whether there is work or not. */
export interface Schedule extends Job {
  readonly everyMinutes: number;
}

/** Runs per batch of messages. */
export interface Consumer extends Job {
  readonly queue: QueueName;
  readonly batch: number;
  /** How many batches are worked on at once, at most. */
  readonly concurrency: number;
  /** Receipts before a message is set aside as a dead letter. */
  readonly attempts: number;
}

export const schedules: readonly Schedule[] = [
  { run: "jobs/queue-due-refreshes", everyMinutes: 15, timeout: 60, may: ["due:query", "refreshes:send"] },
];

export const consumers: readonly Consumer[] = [
  {
    queue: "refreshes",
    run: "jobs/refresh-tokens",
    provider: "every",
    batch: 10,
    concurrency: 5,
    attempts: 5,
    timeout: 120,
    may: [
      "refreshes:consume",
      "connections:read",
      "connections:write",
      "audit:write",
      "client-ids:read",
      ...providerIds.flatMap((id): Grant[] => [`vault:seal:connection:${id}`, `client-secret:${id}`]),
    ],
  },
  {
    queue: "revocations",
    run: "jobs/revoke-grants",
    provider: "every",
    batch: 10,
    concurrency: 5,
    attempts: 10,
    timeout: 120,
    may: [
      "revocations:consume",
      "grants:settle",
      "siblings:read",
      "audit:write",
      "client-ids:read",
      ...providerIds.flatMap((id): Grant[] => [
        `vault:open:connection:${id}`,
        `vault:open:pending:${id}`,
        `client-secret:${id}`,
      ]),
    ],
  },
];

export const jobs: readonly Job[] = [...schedules, ...consumers];
