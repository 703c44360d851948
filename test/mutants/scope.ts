// Which code is changed by `npm test -- mutants`: what guards tokens and webhooks.

export const guardedFolders = ["lib/vault", "lib/jwt", "lib/oauth", "lib/webhooks", "lib/http"];

/** The least share of changes, in percent, that the tests of a folder must notice. */
export const minScore = 92;

/** Files of these folders that are not changed, and why. */
export const leftOut: Readonly<Record<string, string>> = {
  "lib/webhooks/webhook-examples.ts": "Describes webhooks for the OpenAPI document; no Lambda imports it.",
};
