// The address that Clio posts a webhook's events to.
import { randomBytes } from "node:crypto";
import { config } from "../../config.ts";
import { signSubscriptionToken } from "../../webhooks/subscription-token.ts";

/** 128 random bits. */
export const createHookId = (): string => randomBytes(16).toString("base64url");
export const hookIdPattern = /^[\w-]{22}$/;

export const signatureHeader = "x-hook-signature";
/** Under this name the worker gets the id that stands in the address. */
export const hookHeader = "x-patchbay-hook";

/** Our token covers the webhook's id and the connection, so that neither can be exchanged. */
export function buildHookAddress(secrets: readonly string[], hook: string, connection: string): string {
  const url = new URL(`${config("PUBLIC_BASE_URL").PUBLIC_BASE_URL}/api/integrations/clio/webhook`);
  url.searchParams.set("hook", hook);
  url.searchParams.set("token", signSubscriptionToken(secrets, { provider: "clio", ref: connection, channelId: hook }));
  return url.href;
}
