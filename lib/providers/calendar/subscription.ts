// The watch of a calendar: developers.google.com/workspace/calendar/api/guides/push
import { createHash, randomUUID } from "node:crypto";
import * as z from "zod";
import { config } from "../../config.ts";
import { Problem } from "../../errors.ts";
import { findProviderError } from "../../http/provider-error.ts";
import { allowAbsent } from "../../provider-client/allow-absent.ts";
import type { Subscription } from "../../store/subscription.ts";
import type {
  OpenAccess,
  OpenedSubscription,
  ProviderAccess,
  SubscriptionSource,
  WantedSubscription,
} from "../../subscriptions/source.ts";
import { signSubscriptionToken } from "../../webhooks/subscription-token.ts";
import { postToGoogle } from "../google/api.ts";
import { listAllEvents } from "./api/event-changes.ts";
import { primaryId } from "./calendar-choice.ts";

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
  wanted: ({ accountId }, _settings, chosen) =>
    (findChosen(chosen?.byAccount, accountId) ?? [primaryId]).map(toWantedSubscription),
  open: (access, subscription) => startWatch(access, subscription).catch(restateLostAccess(subscription)),
  stop: stopWatch,
};

const findChosen = (byAccount: Readonly<Record<string, readonly string[]>> = {}, accountId: string) =>
  Object.hasOwn(byAccount, accountId) ? byAccount[accountId] : undefined;

/** The name of a calendar's watch: any text that is unique, since an id may be longer than a part of a key should be. */
function toWantedSubscription(calendarId: string): WantedSubscription<"calendar"> {
  const hash = () => createHash("sha256").update(calendarId).digest("base64url").slice(0, 22);
  return { name: calendarId === primaryId ? primaryId : hash(), kind: "calendar", target: calendarId };
}

/** A calendar that is no longer shared, or that Google does not watch, ends its own watch, not those beside it. @throws Problem, or the same error */
const restateLostAccess =
  ({ target = primaryId }: Subscription) =>
  (error: unknown): never => {
    const { kind } = findProviderError(error) ?? {};
    if (target === primaryId || kind === undefined) throw error;
    if (kind === "absent" || kind === "scope")
      throw new Problem("not_found", {
        detail: `The calendar ${target} is not shared with this account.`,
        cause: error,
      });
    if (kind !== "permanent") throw error;
    throw new Problem("provider_error", { detail: `Google does not report changes of ${target}.`, cause: error });
  };

async function startWatch(
  access: OpenAccess,
  { connection, cursor, target = primaryId }: Subscription,
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
