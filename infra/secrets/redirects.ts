import type { ProviderId } from "../../lib/provider-ids.ts";
import { manifests } from "../../lib/providers/manifests.ts";
import type { Stage } from "../config.ts";
import type { Lines } from "./lines.ts";

/**
 * Refuses addresses of another deployment: providers compare redirect URIs exactly, so users would only see the provider's
 * error page.
 * @throws Error naming the line and the correct addresses
 */
export function refuseWrongAddresses(lines: Lines, stage: Stage): void {
  for (const [prefix, ids] of listPrefixes()) {
    const name = `${prefix}_REDIRECT_URI`;
    const right = ids.flatMap((id) => listCallbacks(id, stage).map(({ url }) => url));
    if (lines[name] && !right.includes(lines[name])) {
      throw new Error(`${name} is not a callback of this deployment: it must be ${joinAddresses(right)}.`);
    }
  }
  const base = lines.WEBHOOK_BASE_URL;
  if (base && base.replace(/\/$/, "") !== stage.publicBaseUrl) {
    throw new Error(`WEBHOOK_BASE_URL is not the publicBaseUrl of this stage, ${stage.publicBaseUrl}.`);
  }
}

/** The providers of each prefix in .env, former ones included: several may share one. */
function listPrefixes(): Map<string, ProviderId[]> {
  const pairs = manifests.flatMap(({ id, environmentPrefix, formerEnvironmentPrefix = environmentPrefix }) =>
    [...new Set([environmentPrefix, formerEnvironmentPrefix])].map((prefix) => ({ prefix, id })),
  );
  const byPrefix = Map.groupBy(pairs, ({ prefix }) => prefix);
  return new Map([...byPrefix].map(([prefix, found]) => [prefix, found.map(({ id }) => id)]));
}

export interface Address {
  /** What the address is for, as a label. */
  readonly use: string;
  readonly url: string;
}

/** The redirect URIs of a provider. The first is never sent to it if a front end receives the redirect itself. */
export const listCallbacks = (
  id: ProviderId,
  { publicBaseUrl: base, providers, sharedCallback, formerCallbacks }: Stage,
): Address[] => [
  { use: "redirect URL", url: providers[id]?.frontEndRedirect ?? `${base}/api/integrations/${id}/callback` },
  { use: "redirect URL, for clients of /api/v1", url: `${base}/api/v1/oauth/${id}/callback` },
  { use: "redirect URL, for backend services", url: `${base}/api/oauth/callback/${id}` },
  ...(id === formerCallbacks?.shared ? [{ use: formerUse, url: `${base}/api/oauth/callback` }] : []),
  ...(formerCallbacks?.named?.includes(id) ? [{ use: formerUse, url: `${base}/auth/${id}/callback` }] : []),
  ...(id === sharedCallback ? [{ use: formerUse, url: `${base}/api/v1/integrations/callback` }] : []),
];

const formerUse = "redirect URL, registered before";

const joinAddresses = (addresses: readonly string[]) => addresses.join(" or ");
