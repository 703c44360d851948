// The manifests of every provider, for infrastructure. Found by the ids, so that a provider is listed once; never bundled.
import { providerIds } from "../provider-ids.ts";
import type { Manifest, Webhook } from "./manifest.ts";

export const manifests: readonly Manifest[] = await Promise.all(
  providerIds.map(async (id) => {
    const module: { manifest: Manifest } = await import(`./${id}/manifest.ts`);
    return module.manifest;
  }),
);

type WithWebhook = Manifest & { readonly webhook: Webhook };

/** Those that push events: each has a queue, a worker and its receivers. */
export const withWebhook = (all: readonly Manifest[]): WithWebhook[] =>
  all.filter((manifest): manifest is WithWebhook => manifest.webhook !== undefined);
