// The bot's token is the workspace's, and one for all who connected it: through it a person reads what Slack would show them too.
import * as z from "zod";
import { Problem } from "../../../errors.ts";
import type { ProviderCallContext } from "../../../provider-client/data-endpoint.ts";
import { ttlCache } from "../../../ttl-cache.ts";
import { readPages, responseMetadata, toNextPageToken } from "../paging.ts";
import { readMembers } from "./members.ts";
import type { SlackRead } from "./reader.ts";

type Viewer = Pick<ProviderCallContext, "connection" | "now">;

const accessCache = ttlCache<boolean>({ ttlMs: 60_000, maxEntries: 2000 });

/**
 * Passes public channels, and those that the person is a member of.
 * @throws Problem not_found for any other, as for one that is not there; ProviderError
 */
export async function assertChannelMember(
  read: SlackRead,
  { connection, now }: Viewer,
  channel: string,
): Promise<void> {
  const { accountId, person } = connection;
  const place = `${accountId}#${channel}#${person ?? ""}`;
  if (await accessCache.read(place, () => mayReadChannel(read, person, channel), { now: () => now() * 1000 })) return;
  accessCache.delete(place);
  throw new Problem("not_found", { detail: "Slack has no such channel, or does not show it to you." });
}

const optionalFlag = () => z.boolean().nullish();
const conversation = () =>
  z.object({ channel: z.object({ is_private: optionalFlag(), is_im: optionalFlag(), is_mpim: optionalFlag() }) });

async function mayReadChannel(read: SlackRead, person: string | undefined, channel: string): Promise<boolean> {
  const { is_private, is_im, is_mpim } = (await read("conversations.info", { channel }, conversation())).channel;
  if (is_private === false && !is_im && !is_mpim) return true;
  return person !== undefined && (await readMembers(read, channel))?.has(person) === true;
}

/** Of the bot's channels the public ones, and the private ones in which the person is too. @throws ProviderError */
export async function filterVisibleChannels<T extends { readonly id: string; readonly is_private: boolean }>(
  read: SlackRead,
  { connection: { person } }: Viewer,
  channels: readonly T[],
): Promise<T[]> {
  const isAnyPrivate = channels.some(({ is_private }) => is_private);
  const theirs = isAnyPrivate && person !== undefined ? await listSharedChannelIds(read, person) : new Set();
  return channels.filter(({ id, is_private }) => !is_private || theirs.has(id));
}

const sharedChannelsPage = () =>
  z.object({ channels: z.array(z.object({ id: z.string() })), response_metadata: responseMetadata() });

/** docs.slack.dev/reference/methods/users.conversations: of private ones, those in which both are. */
async function listSharedChannelIds(read: SlackRead, person: string): Promise<ReadonlySet<string>> {
  const { items } = await readPages({}, async (page) => {
    const fields = { user: person, types: "private_channel", ...page };
    const answer = await read("users.conversations", fields, sharedChannelsPage());
    return { items: answer.channels, ...toNextPageToken(answer.response_metadata) };
  });
  return new Set(items.map(({ id }) => id));
}
