import * as z from "zod";
import { findProviderError } from "../../../http/provider-error.ts";
import { type Page, type PageRequest, readPages, responseMetadata, toNextPageToken } from "../paging.ts";
import type { CachedList } from "./cached-list.ts";
import { filterVisibleChannels } from "./channel-access.ts";
import type { SlackRead } from "./reader.ts";

const example = { id: "C0ACME4", name: "releases", is_private: false, is_archived: false };

export const slackChannel = () =>
  z
    .object({
      id: z.string(),
      name: z.string(),
      is_private: z.boolean(),
      is_archived: z.boolean(),
      num_members: z.number(),
      is_member: z.boolean().describe("Whether the bot is in it; on /api/v2 the person."),
    })
    .meta({ examples: [{ ...example, num_members: 12, is_member: true }] });
export type SlackChannel = z.output<ReturnType<typeof slackChannel>>;

/** The id of a channel, group or direct message, as in our paths. */
export const channelId = () => z.string().regex(/^[CDG][A-Z0-9]{1,31}$/, "is not a channel's id");

/** Whether private channels are listed too; `allowed`: if the token has the scope for them. */
type IncludePrivate = boolean | "allowed";

/** The query parameter, for lists that have private channels unless it is false. */
export const includePrivateUnlessRefused = () =>
  z
    .enum(["true", "false", "1", "0"])
    .optional()
    .transform((value): IncludePrivate => (value === undefined ? "allowed" : value === "true" || value === "1"))
    .describe("Left out: private channels are listed where the bot has the scope groups:read.");

/** The channels that the token may see (conversations.list), as many as `readPages` reads. @throws ProviderError */
export async function listChannels(
  read: SlackRead,
  includePrivate: IncludePrivate,
  wanted: PageRequest,
): Promise<Page<SlackChannel>> {
  if (includePrivate !== "allowed") return readChannelPages(read, includePrivate, wanted);
  try {
    return await readChannelPages(read, true, wanted);
  } catch (error) {
    if (findProviderError(error)?.code !== "missing_scope") throw error;
    return readChannelPages(read, false, wanted);
  }
}

function readChannelPages(read: SlackRead, includePrivate: boolean, wanted: PageRequest): Promise<Page<SlackChannel>> {
  const types = includePrivate ? "public_channel,private_channel" : "public_channel";
  return readPages(wanted, async (page) => {
    const answer = await read("conversations.list", { types, ...page }, channelPage());
    return {
      items: answer.channels.map((raw) => toChannel(raw, includePrivate)),
      ...toNextPageToken(answer.response_metadata),
    };
  });
}

/** The cached list of channels. `invalidateChannel` clears it by the beginning of its name. */
export const channelList = (includePrivate: IncludePrivate): CachedList<ReturnType<typeof slackChannel>> => ({
  name: `channels:${includePrivate}`,
  item: slackChannel(),
  read: (read: SlackRead, wanted: PageRequest) => listChannels(read, includePrivate, wanted),
  filterVisible: filterVisibleChannels,
});

const channelPage = () => z.object({ channels: z.array(rawChannel()), response_metadata: responseMetadata() });

const rawChannel = () =>
  z.object({
    id: z.string(),
    name: z.string().nullish(),
    is_private: z.boolean().nullish(),
    is_archived: z.boolean().nullish(),
    num_members: z.number().nullish(),
    is_member: z.boolean().nullish(),
  });

/** @param isPrivate whether it counts as private where Slack does not say: only public ones may be shown to everybody */
const toChannel = (raw: z.output<ReturnType<typeof rawChannel>>, isPrivate: boolean): SlackChannel => ({
  id: raw.id,
  name: raw.name ?? "",
  is_private: raw.is_private ?? isPrivate,
  is_archived: raw.is_archived ?? false,
  num_members: raw.num_members ?? 0,
  is_member: raw.is_member ?? false,
});
