// A channel as front ends and administrators see it.

import { channelId } from "../store/change-channels.ts";
import type { Channel } from "../store/channel.ts";

const iso = (seconds: number | undefined) => (seconds === undefined ? null : new Date(seconds * 1000).toISOString());

/** Times are ISO 8601; `expiresAt` is `null` for one that does not end. One past its end has lapsed, noticed or not. */
export function channelView(channel: Channel, now: number = Date.now() / 1000) {
  const { kind, status, target, expiresAt, lastEventAt, error } = channel;
  const isOver = status === "active" && (expiresAt ?? Infinity) <= now;
  return {
    id: channelId(channel),
    kind,
    status: isOver ? "lapsed" : status,
    expiresAt: iso(expiresAt),
    ...(target === undefined ? {} : { target }),
    ...(lastEventAt === undefined ? {} : { lastEventAt: iso(lastEventAt) }),
    ...(error === undefined ? {} : { error }),
  };
}
