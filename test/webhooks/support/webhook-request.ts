import type { WebhookRequest } from "../../../lib/http/webhook-endpoint.ts";

/** A request as a receiver gets it. */
export const createWebhookRequest = (change: Partial<WebhookRequest> = {}): WebhookRequest => ({
  headers: {},
  query: {},
  rawQuery: "",
  body: Buffer.of(),
  now: 1_800_000_000_000,
  isAuthorized: false,
  ...change,
});
