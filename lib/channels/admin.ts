// Channels as administrators see them: those of their tenant, or of all where they are the stage's.
import * as z from "zod";
import { Problem } from "../errors.ts";
import type { User } from "../http/caller.ts";
import { channelSchema, channelView } from "../oauth/channel-view.ts";
import type { Channel } from "../store/channel.ts";
import { readChannel } from "../store/channels.ts";
import type { Owner } from "../store/owner.ts";
import { tenantSeen } from "../webhooks/delivery-view.ts";

/**
 * Whose channels are asked for.
 * @param asked `tenant` as its claim says it; without one, the administrator's own or that of a person without any
 * @throws Problem not_found for another tenant than the administrator's
 */
export function ownerSeen(admin: User, asked: { user: string; tenant?: string | undefined }): Owner {
  const own = tenantSeen(admin);
  const tenant = asked.tenant === undefined ? (own ?? `u#${asked.user}`) : `c#${asked.tenant}`;
  if (own !== undefined && tenant !== own) throw new Problem("not_found");
  return { tenant, user: asked.user };
}

const key = z.tuple([z.string(), z.string(), z.string(), z.string(), z.string()]);

/** @param id as `channelId` makes it @throws Problem not_found also for one of another tenant */
export async function channelOf(admin: User, id: string): Promise<Channel> {
  const [tenant, user, provider, connection, name] = keyIn(id);
  const own = tenantSeen(admin);
  if (own !== undefined && tenant !== own) throw new Problem("not_found");
  const channel = await readChannel({ tenant, user, provider, id: connection }, name);
  if (channel === undefined) throw new Problem("not_found");
  return channel;
}

function keyIn(id: string): z.output<typeof key> {
  try {
    return key.parse(JSON.parse(Buffer.from(id, "base64url").toString()));
  } catch {
    throw new Problem("not_found");
  }
}

/** The schema of what `adminChannelView` makes. */
export const adminChannelSchema = () =>
  channelSchema()
    .extend({
      provider: z.string(),
      connectionId: z.string(),
      createdAt: z.iso.datetime(),
      nextLookAt: z.iso.datetime().nullable(),
      failures: z.number().int().describe("In a row."),
    })
    .meta({ id: "ChannelOfUser" });

export function adminChannelView(channel: Channel): z.output<ReturnType<typeof adminChannelSchema>> {
  const { provider, connection, failures, createdAt, dueAt } = channel;
  return {
    ...channelView(channel),
    provider,
    connectionId: connection,
    createdAt: new Date(createdAt * 1000).toISOString(),
    nextLookAt: dueAt === undefined ? null : new Date(dueAt * 1000).toISOString(),
    failures,
  };
}
