import { count } from "../metrics.ts";
import type { Connection } from "../store/connection.ts";
import { countUsage, rowsPerCall } from "../store/usage-counter.ts";

/** Counts how a list was answered. What the provider confirmed as unchanged is a hit: it was not sent again. */
export function countCacheRead(
  { tenant, provider }: Pick<Connection, "tenant" | "provider">,
  outcome: "hit" | "confirmed" | "miss",
): void {
  count("CacheRead", { provider, outcome }, { CacheHitPercent: outcome === "miss" ? 0 : 100 });
  const counters = [outcome === "miss" ? "miss" : "hit"];
  countUsage({ provider, source: "calls", tenants: [tenant], counters, rows: rowsPerCall });
}
