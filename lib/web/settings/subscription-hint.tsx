import type { Connection } from "../api/connections.ts";

/** Warns that live updates are interrupted; renders nothing while they work. */
export function SubscriptionHint({ connection }: { readonly connection: Connection }) {
  const broken = connection.channels.filter(({ status }) => status === "lapsed" || status === "failed");
  if (!connection.connected || broken.length === 0) return null;
  const reasons = [...new Set(broken.map(({ error }) => error).filter(Boolean))].join(" ");
  return <p class="hint warn-text">Live updates are interrupted. We keep trying to restore them. {reasons}</p>;
}
