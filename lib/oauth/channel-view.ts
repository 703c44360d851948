// A channel as front ends and administrators see it.
import * as z from "zod";
import { channelId } from "../store/change-channels.ts";
import type { Channel } from "../store/channel.ts";

const iso = (seconds: number | undefined) => (seconds === undefined ? null : new Date(seconds * 1000).toISOString());

/** The schema of what `channelView` makes. */
export const channelSchema = () =>
  z
    .object({
      id: z.string(),
      kind: z.string(),
      status: z.enum(["pending", "active", "failed", "lapsed"]),
      expiresAt: z.iso.datetime().nullable(),
      target: z.string().optional().describe("What it watches, where there is a choice."),
      lastEventAt: z.iso.datetime().nullable().optional(),
      error: z.string().optional().describe("What is wrong with it, for the person who reads it."),
    })
    .meta({ id: "Channel", description: "A provider's way to tell us of changes." });

/** Times are ISO 8601; `expiresAt` is `null` for one that does not end. One past its end has lapsed, noticed or not. */
export function channelView(
  channel: Channel,
  now: number = Date.now() / 1000,
): z.output<ReturnType<typeof channelSchema>> {
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
