// What Figma says of a limit beside Retry-After: developers.figma.com/docs/rest-api/rate-limits
import type { ProviderFailure } from "../../http/provider-error.ts";

const planTiers = ["enterprise", "org", "pro", "starter", "student"];

const lowSeatDetail =
  "Figma allows a View or Collab seat, and files in a Starter plan, a few requests only. Try again later, or ask for a Dev or Full seat.";

/** Its members: `limitType`, `planTier` and `upgradeUrl`, where Figma gave them and they are what they should be. */
export function parseRateLimit(headers: Headers): Pick<ProviderFailure, "told"> {
  const type = headers.get("x-figma-rate-limit-type") ?? "";
  const plan = headers.get("x-figma-plan-tier") ?? "";
  const members = {
    ...(["low", "high"].includes(type) ? { limitType: type } : {}),
    ...(planTiers.includes(plan) ? { planTier: plan } : {}),
    ...parseUpgradeUrl(headers.get("x-figma-upgrade-link") ?? ""),
  };
  return { told: { members, ...(type === "low" ? { detail: lowSeatDetail } : {}) } };
}

/** A browser is sent there, so it must be Figma's own. */
function parseUpgradeUrl(link: string): { upgradeUrl?: string } {
  const url = URL.parse(link);
  return url?.origin === "https://www.figma.com" && url.username === "" ? { upgradeUrl: url.href } : {};
}
