/** All providers, in the order in which the page shows them. Plain data: infra imports it too. */
export const providerIds = [
  "figma",
  "slack",
  "github",
  "gmail",
  "calendar",
  "salesforce",
  "hubspot",
  "epic",
  "cerner",
  "shopify",
  "clio",
] as const;

export type ProviderId = (typeof providerIds)[number];

export function isProviderId(id: string): id is ProviderId {
  return providerIds.some((known) => known === id);
}
