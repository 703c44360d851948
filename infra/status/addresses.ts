// What an operator registers at providers and at the identity provider, computed from the manifests and the stage's file.
import type { Manifest, Webhook } from "../../lib/providers/manifest.ts";
import type { Stage } from "../config.ts";
import { type Address, listCallbacks } from "../secrets/redirects.ts";

/** The addresses to register for a provider: redirects, webhooks, and of an EHR its launch URL and our public keys. */
export function listAddresses({ id, webhook, isEhr }: Manifest, config: Stage): Address[] {
  const { publicBaseUrl: base } = config;
  return [
    ...listCallbacks(id, config),
    ...(webhook ? listReceivers(webhook, config) : []),
    ...(isEhr
      ? [
          { use: "launch URL", url: `${base}/api/ehr/launch` },
          { use: "JWK set URL", url: `${base}/.well-known/jwks.json` },
        ]
      : []),
  ];
}

/** The redirect URL of the settings page, for its client at the identity provider. */
export const listSignInAddresses = ({ publicBaseUrl, signIn }: Stage): Address[] => [
  { use: `redirect URL of the client ${signIn.clientId}`, url: `${publicBaseUrl}/settings/integrations` },
];

/** Receivers that stand for the same events are alternatives. Webhooks that we open for each account are registered by nobody. */
function listReceivers({ receivers, proofs, asksForPrivacy }: Webhook, { publicBaseUrl, pubsub }: Stage): Address[] {
  const isPubsubOnly = proofs.every((proof) => proof === "pubsub");
  if (!isPubsubOnly && !proofs.includes("webhook-secret")) return [];
  const isOptional = isPubsubOnly ? pubsub === undefined : proofs.length > 1 && !asksForPrivacy;
  const summaries = receivers.map(({ summary = "" }) => summary.split(";")[0]);
  return receivers.map(({ path }, index) => {
    const isAlternative = summaries.indexOf(summaries[index]) < index;
    const purpose = isPubsubOnly ? "push endpoint of the Pub/Sub subscription" : `webhook: ${summaries[index]}`;
    const note = isAlternative ? ", instead" : isOptional ? ", optional" : "";
    return { use: `${purpose}${note}`, url: `${publicBaseUrl}${path}` };
  });
}
