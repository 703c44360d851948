import type { Connection } from "../api/connections.ts";

/** Says when changes no longer arrive by themselves; while they do, there is nothing to say. */
export function SubscriptionHint({ connection }: { readonly connection: Connection }) {
  const broken = connection.channels.filter(({ status }) => status === "lapsed" || status === "failed");
  if (!connection.connected || broken.length === 0) return null;
  const reasons = [...new Set(broken.map(({ error }) => error).filter(Boolean))].join(" ");
  return <p class="hint warn-text">Live updates are interrupted. We keep trying to restore them. {reasons}</p>;
}
