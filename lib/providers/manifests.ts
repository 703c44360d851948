// All manifests, for infrastructure. Imported by provider id, so that a provider is listed only once. Never bundled.
import { providerIds } from "../provider-ids.ts";
import type { Manifest, Webhook } from "./manifest.ts";

export const manifests: readonly Manifest[] = await Promise.all(
  providerIds.map(async (id) => {
    const module: { manifest: Manifest } = await import(`./${id}/manifest.ts`);
    return module.manifest;
  }),
);

export type ManifestWithWebhook = Manifest & { readonly webhook: Webhook };

/** Providers with webhooks: each has a queue, a worker and receivers. */
export const withWebhook = (all: readonly Manifest[]): ManifestWithWebhook[] =>
  all.filter((manifest): manifest is ManifestWithWebhook => manifest.webhook !== undefined);
