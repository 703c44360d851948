// The watch of a calendar: developers.google.com/workspace/calendar/api/guides/push
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { config } from "../../config.ts";
import { allowAbsent } from "../../provider-client/allow-absent.ts";
import type { Subscription } from "../../store/subscription.ts";
import type { OpenAccess, OpenedSubscription, ProviderAccess, SubscriptionSource } from "../../subscriptions/source.ts";
import { signSubscriptionToken } from "../../webhooks/subscription-token.ts";
import { postToGoogle } from "../google/api.ts";
import { listAllEvents } from "./api/event-changes.ts";

const watchResponse = z.object({ resourceId: z.string(), expiration: z.coerce.number() });

/** Google's default. */
const lifetimeSeconds = 7 * 86_400;
/** After the end Google may still repeat deliveries that failed before it. */
const graceSeconds = 3600;
/** Events that ended earlier are not listed for the first sync token. */
const lookbackSeconds = 30 * 86_400;

/** A watch cannot be renewed: a new one, with its own id and token, is opened before the old one is stopped. */
export const calendarSubscription: SubscriptionSource<"calendar"> = {
  provider: "calendar",
  replaces: "after",
  wanted: () => [{ name: "primary", kind: "calendar", target: "primary" }],
  open: startWatch,
  stop: stopWatch,
};

async function startWatch(
  access: OpenAccess,
  { connection, cursor, target = "primary" }: Subscription,
): Promise<OpenedSubscription> {
  const { secrets, now } = access;
  // Read before the watch starts, so that a change in between is found with the next push and not lost.
  const start =
    cursor === undefined ? (await listAllEvents(access, target, now - lookbackSeconds)).syncToken : undefined;
  const id = randomUUID();
  const claims = { provider: "calendar", channelId: id, ref: connection, exp: now + lifetimeSeconds + graceSeconds };
  const { resourceId, expiration } = await postToGoogle(
    access,
    `/calendars/${encodeURIComponent(target)}/events/watch`,
    {
      id,
      type: "web_hook",
      address: `${config("PUBLIC_BASE_URL").PUBLIC_BASE_URL}/api/v1/webhooks/calendar/push`,
      token: signSubscriptionToken(secrets, claims),
      params: { ttl: String(lifetimeSeconds) },
    },
    watchResponse,
  );
  const opened = { remoteId: id, resourceId, expiresAt: Math.floor(expiration / 1000) };
  return { ...opened, ...(start === undefined ? {} : { cursor: start }) };
}

async function stopWatch(
  access: ProviderAccess,
  { remoteId: id, resourceId }: Pick<Subscription, "remoteId" | "resourceId">,
) {
  if (id === undefined || resourceId === undefined) return;
  await allowAbsent(postToGoogle(access, "/channels/stop", { id, resourceId }, z.unknown()));
}
