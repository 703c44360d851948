import type { Subscription } from "../../../lib/store/subscription.ts";

/** An active subscription. */
export function aSubscription(change: Partial<Subscription> = {}): Subscription {
  return {
    name: "mailbox",
    kind: "mailbox",
    tenant: "c#tenant-1",
    user: "ada",
    provider: "acme",
    connection: "A".repeat(22),
    remoteId: "remote-1",
    status: "active",
    failures: 0,
    createdAt: 1_800_000_000,
    due: "renew#1",
    dueAt: 1_800_300_000,
    version: "v-1",
    ...change,
  };
}
