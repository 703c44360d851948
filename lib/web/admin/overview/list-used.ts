import type { ProviderUsage } from "../../api/admin/analytics.ts";

/** The providers of which something was counted, those with the most connections first. */
export function listUsed(providers: readonly ProviderUsage[]): readonly ProviderUsage[] {
  return providers.filter(hasCounts).toSorted((a, b) => b.active - a.active);
}

const hasCounts = ({ active, new: made, errors, webhooks, ...shares }: ProviderUsage): boolean =>
  active > 0 ||
  made > 0 ||
  errors.length > 0 ||
  webhooks.length > 0 ||
  [shares.conversion, shares.refreshSuccess, shares.cacheHitRate].some((share) => share !== null);
