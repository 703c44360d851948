import type { ProviderId } from "../../lib/provider-ids.ts";
import type { Manifest } from "../../lib/providers/manifest.ts";
import { manifests } from "../../lib/providers/manifests.ts";

/** Maps each provider's id to a value read from its manifest. */
export const byProvider = <T>(fact: (manifest: Manifest) => T): Readonly<Record<ProviderId, T>> =>
  Object.fromEntries(manifests.map((manifest) => [manifest.id, fact(manifest)])) as Record<ProviderId, T>;
