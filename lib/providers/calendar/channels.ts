// The channel of a calendar: developers.google.com/workspace/calendar/api/guides/push
import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { Access, ChannelSource, OpenAccess, Opened } from "../../channels/source.ts";
import { config } from "../../config.ts";
import { findProviderError } from "../../http/provider-error.ts";
import type { Channel } from "../../store/channel.ts";
import { signChannelToken } from "../../webhooks/channel-token.ts";
import { googlePost } from "../google-api.ts";
import { allEvents } from "./sync.ts";

const channel = z.object({ resourceId: z.string(), expiration: z.coerce.number() });

/** Seconds; Google's own default. */
const life = 7 * 86_400;
/** Seconds in which Google may still repeat what it could not deliver before the end. */
const grace = 3600;
/** Seconds: events that ended earlier are not listed for the place where reading begins. */
const past = 30 * 86_400;

/** Channels are not renewed: a new one, with an id and a token of its own, takes over before the old one is stopped. */
export const calendarChannels: ChannelSource = {
  provider: "calendar",
  replaces: "after",
  wanted: () => [{ name: "primary", kind: "calendar", target: "primary" }],
  open,
  stop,
};

async function open(access: OpenAccess, { connection, cursor, target = "primary" }: Channel): Promise<Opened> {
  const { secrets, now } = access;
  // Before the watch: what changes in between is told with the first change after it, and not never.
  const start = cursor === undefined ? (await allEvents(access, target, now - past)).syncToken : undefined;
  const id = randomUUID();
  const claims = { provider: "calendar", channelId: id, ref: connection, exp: now + life + grace };
  const { resourceId, expiration } = await googlePost(
    access,
    `/calendars/${encodeURIComponent(target)}/events/watch`,
    {
      id,
      type: "web_hook",
      address: `${config("PUBLIC_BASE_URL").PUBLIC_BASE_URL}/api/v1/webhooks/calendar/push`,
      token: signChannelToken(secrets, claims),
      params: { ttl: String(life) },
    },
    channel,
  );
  const opened = { remoteId: id, resourceId, expiresAt: Math.floor(expiration / 1000) };
  return { ...opened, ...(start === undefined ? {} : { cursor: start }) };
}

async function stop(access: Access, { remoteId: id, resourceId }: Pick<Channel, "remoteId" | "resourceId">) {
  if (id === undefined || resourceId === undefined) return;
  try {
    await googlePost(access, "/channels/stop", { id, resourceId }, z.unknown());
  } catch (error) {
    if (findProviderError(error)?.kind !== "absent") throw error;
  }
}
