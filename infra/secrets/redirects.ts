import { manifests } from "../../lib/providers/manifests.ts";
import type { Stage } from "../config.ts";
import type { Lines } from "./lines.ts";

/**
 * Refuses addresses of another deployment: providers compare redirect URIs exactly, so users would only see the provider's
 * error page.
 * @throws Error naming the line and the correct addresses
 */
export function refuseWrongAddresses(lines: Lines, { publicBaseUrl, providers }: Stage): void {
  for (const prefix of new Set(manifests.map(({ environmentPrefix }) => environmentPrefix))) {
    const name = `${prefix}_REDIRECT_URI`;
    const right = listCallbacks(prefix, publicBaseUrl, providers);
    if (lines[name] && !right.includes(lines[name])) {
      throw new Error(`${name} is not a callback of this deployment: it must be ${joinAddresses(right)}.`);
    }
  }
  const base = lines.WEBHOOK_BASE_URL;
  if (base && base.replace(/\/$/, "") !== publicBaseUrl) {
    throw new Error(`WEBHOOK_BASE_URL is not the publicBaseUrl of this stage, ${publicBaseUrl}.`);
  }
}

/** The redirect URIs of a deployment. The first is never sent to a provider if a front end receives the redirect itself. */
const listCallbacks = (prefix: string, base: string, settings: Stage["providers"]) =>
  manifests
    .filter(({ environmentPrefix }) => environmentPrefix === prefix)
    .flatMap(({ id }) => [
      settings[id]?.frontEndRedirect ?? `${base}/api/integrations/${id}/callback`,
      `${base}/api/v1/oauth/${id}/callback`,
    ]);

const joinAddresses = (addresses: readonly string[]) => addresses.join(" or ");
