// Clio's webhooks: docs.developers.clio.com/guides/clio-manage/webhooks
import * as z from "zod";
import { findProviderError } from "../../http/provider-error.ts";
import { allowAbsent } from "../../provider-client/allow-absent.ts";
import { deleteHook, keepHook, openHook } from "../../store/hooks.ts";
import type { Subscription } from "../../store/subscription.ts";
import type { OpenAccess, OpenedSubscription, ProviderAccess, SubscriptionSource } from "../../subscriptions/source.ts";
import { toKeyId } from "../../webhooks/subscription-token.ts";
import { callClio } from "./api.ts";
import { buildHookAddress, createHookId } from "./hook-address.ts";

/** Clio allows 31 days, and gives three unless it is asked. */
const lifetimeSeconds = 30 * 86_400;
/** How long Clio may take to tell its secret. */
const openSeconds = 900;
/** What is kept of a webhook outlives it, since Clio repeats deliveries that failed. */
const graceSeconds = 3 * 86_400;

/** The fields of a contact that events carry. */
const contactFields = ["id", "etag", "name", "type", "updated_at"] as const;

const created = z.object({ id: z.number().int().transform(String) });

/** A webhook is renewed by a later end: its address and its secret stay. */
export const clioSubscription: SubscriptionSource<"contact"> = {
  provider: "clio",
  replaces: "itself",
  wanted: () => [{ name: "contact", kind: "contact" }],
  open: async (access, subscription) =>
    (await renewWebhook(access, subscription)) ?? createWebhook(access, subscription),
  stop: stopWebhook,
};

/** @returns undefined if there is none to renew: it was never switched on, has ended, or its token's key was replaced */
async function renewWebhook(
  access: OpenAccess,
  { remoteId, resourceId, kid }: Subscription,
): Promise<OpenedSubscription | undefined> {
  if (remoteId === undefined || resourceId === undefined || kid !== toKeyId(access.secrets[0] ?? "")) return undefined;
  const expiresAt = access.now + lifetimeSeconds;
  if (!(await keepHook(resourceId, expiresAt + graceSeconds))) return undefined;
  const data = { expires_at: toTime(expiresAt) };
  const renewed = await allowAbsent(callClio(access, { method: "PUT", path: webhookPath(remoteId), data }, created));
  return renewed && { remoteId, resourceId, kid, expiresAt };
}

async function createWebhook(access: OpenAccess, subscription: Subscription): Promise<OpenedSubscription> {
  // An earlier one whose secret never came, or whose key is old, would be a second one beside the new.
  if (subscription.remoteId !== undefined) await stopWebhook(access, subscription);
  const { now, secrets } = access;
  const { connection } = subscription;
  const hook = createHookId();
  const expiresAt = now + lifetimeSeconds;
  // Written first: Clio may tell its secret before it answers.
  await openHook(hook, { provider: "clio", connection, openUntil: now + openSeconds, ttl: expiresAt + graceSeconds });
  const data = {
    url: buildHookAddress(secrets, hook, connection),
    model: "contact",
    fields: contactFields.join(","),
    events: ["created", "updated", "deleted"],
    expires_at: toTime(expiresAt),
  };
  const path = "/webhooks.json?fields=id";
  const { id } = await callClio(access, { method: "POST", path, data }, created).catch((error: unknown) =>
    forget(hook, error),
  );
  return { remoteId: id, resourceId: hook, kid: toKeyId(secrets[0] ?? ""), expiresAt };
}

/** A webhook that may have been made although Clio's answer was lost keeps its row: it ends by itself. */
async function forget(hook: string, error: unknown): Promise<never> {
  if (findProviderError(error)?.isOutcomeUnknown !== true) await deleteHook(hook);
  throw error;
}

async function stopWebhook(
  access: ProviderAccess,
  { remoteId, resourceId }: Pick<Subscription, "remoteId" | "resourceId">,
): Promise<void> {
  if (remoteId !== undefined)
    await allowAbsent(callClio(access, { method: "DELETE", path: webhookPath(remoteId) }, z.unknown()));
  if (resourceId !== undefined) await deleteHook(resourceId);
}

const webhookPath = (id: string): string => `/webhooks/${encodeURIComponent(id)}.json`;

const toTime = (seconds: number): string => new Date(seconds * 1000).toISOString();
