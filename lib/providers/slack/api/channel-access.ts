// The bot's token is shared by everybody who connected the workspace. Through it, a person may read only what Slack shows them.
import * as z from "zod";
import { Problem } from "../../../errors.ts";
import { essential } from "../../../parse-lenient.ts";
import type { ProviderCallContext } from "../../../provider-client/data-endpoint.ts";
import { ttlCache } from "../../../ttl-cache.ts";
import { readPages, responseMetadata, toNextPageToken } from "../paging.ts";
import { readMembers } from "./members.ts";
import type { SlackRead } from "./reader.ts";

type Viewer = Pick<ProviderCallContext, "connection" | "now">;

const accessCache = ttlCache<boolean>({ ttlMs: 60_000, maxEntries: 2000 });

/**
 * Asserts that a channel is public or that the person is a member of it.
 * @throws Problem not_found for any other channel, as for a missing one; ProviderError
 */
export async function assertChannelMember(
  read: SlackRead,
  { connection, now }: Viewer,
  channel: string,
): Promise<void> {
  const { accountId, person } = connection;
  const cacheKey = `${accountId}#${channel}#${person ?? ""}`;
  if (await accessCache.read(cacheKey, () => mayReadChannel(read, person, channel), { now: () => now() * 1000 }))
    return;
  accessCache.delete(cacheKey);
  throw new Problem("not_found", { detail: "Slack has no such channel, or does not show it to you." });
}

/** An odd flag must not count as missing: the channel could look public. */
const optionalFlag = () => essential(z.boolean().nullish());
const conversation = () =>
  z.object({ channel: z.object({ is_private: optionalFlag(), is_im: optionalFlag(), is_mpim: optionalFlag() }) });

async function mayReadChannel(read: SlackRead, person: string | undefined, channel: string): Promise<boolean> {
  const { is_private, is_im, is_mpim } = (await read("conversations.info", { channel }, conversation())).channel;
  if (is_private === false && !is_im && !is_mpim) return true;
  return person !== undefined && (await readMembers(read, channel))?.has(person) === true;
}

/** The bot's public channels, and those private ones of which the person is a member too. @throws ProviderError */
export async function filterVisibleChannels<T extends { readonly id: string; readonly is_private: boolean }>(
  read: SlackRead,
  { connection: { person } }: Viewer,
  channels: readonly T[],
): Promise<T[]> {
  const isAnyPrivate = channels.some(({ is_private }) => is_private);
  const sharedIds = isAnyPrivate && person !== undefined ? await listSharedChannelIds(read, person) : new Set();
  return channels.filter(({ id, is_private }) => !is_private || sharedIds.has(id));
}

const sharedChannelsPage = () =>
  z.object({ channels: z.array(z.object({ id: z.string() })), response_metadata: responseMetadata() });

/** Private channels that both the bot and the person are in: docs.slack.dev/reference/methods/users.conversations */
async function listSharedChannelIds(read: SlackRead, person: string): Promise<ReadonlySet<string>> {
  const { items } = await readPages({}, async (page) => {
    const fields = { user: person, types: "private_channel", ...page };
    const answer = await read("users.conversations", fields, sharedChannelsPage());
    return { items: answer.channels, ...toNextPageToken(answer.response_metadata) };
  });
  return new Set(items.map(({ id }) => id));
}
