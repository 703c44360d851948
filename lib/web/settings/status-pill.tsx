import type { Provider } from "../api/catalogue.ts";
import type { Connection } from "../api/connections.ts";

interface Props {
  readonly provider: Provider;
  readonly connections: readonly Connection[];
}

export function StatusPill({ provider, connections }: Props) {
  const [kind, words] = describeStatus(provider, connections);
  return <span class={`pill ${kind}`}>{words}</span>;
}

function describeStatus(provider: Provider, connections: readonly Connection[]): readonly [string, string] {
  const active = connections.filter(({ connected }) => connected).length;
  if (connections.some(({ status }) => status === "expired")) return ["warn", "Reconnect needed"];
  if (active > 0) return ["good", "Connected"];
  if (connections.some(({ status }) => status === "pending")) return ["warn", "Waiting for you"];
  return provider.configured ? ["off", "Not connected"] : ["off", "Not configured"];
}
