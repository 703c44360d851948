/** The providers of this deployment, in the order people see them. Plain data: infrastructure reads it too. */
export const providerIds = ["figma", "slack", "github", "gmail", "calendar"] as const;

export type ProviderId = (typeof providerIds)[number];

export function isProviderId(id: string): id is ProviderId {
  return providerIds.some((known) => known === id);
}
