import { count } from "../metrics.ts";
import type { Provider } from "../oauth/definition.ts";

/** Counts how a list was answered. What the provider confirmed as unchanged is a hit: it was not sent again. */
export const countCacheRead = ({ id }: Pick<Provider, "id">, outcome: "hit" | "confirmed" | "miss"): void =>
  count("CacheRead", { provider: id, outcome }, { CacheHitPercent: outcome === "miss" ? 0 : 100 });
