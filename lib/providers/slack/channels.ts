import type { WebClient } from "@slack/web-api";
import * as z from "zod";
import { slackCall } from "./api.ts";

export const slackChannel = z.object({
  id: z.string(),
  name: z.string(),
  is_private: z.boolean(),
  is_archived: z.boolean(),
  num_members: z.number(),
});
export type SlackChannel = z.output<typeof slackChannel>;

/** Pages to read at most: 20 × 200 channels. Tier 2 allows about twenty calls a minute. */
const mostPages = 20;

/** All channels the token may see. A page can hold fewer than its limit, even none: only an empty cursor ends the list. */
export async function listChannels(client: WebClient, includePrivate: boolean): Promise<SlackChannel[]> {
  const types = includePrivate ? "public_channel,private_channel" : "public_channel";
  const channels: SlackChannel[] = [];
  let cursor = "";
  for (let page = 0; page < mostPages; page++) {
    const answer = await slackCall(() =>
      client.conversations.list({ types, limit: 200, ...(cursor ? { cursor } : {}) }),
    );
    channels.push(...(answer.channels ?? []).map(shape));
    cursor = answer.response_metadata?.next_cursor ?? "";
    if (cursor === "") break;
  }
  return channels;
}

interface RawChannel {
  readonly id?: string;
  readonly name?: string;
  readonly is_private?: boolean;
  readonly is_archived?: boolean;
  readonly num_members?: number;
}

function shape({
  id = "",
  name = "",
  is_private = false,
  is_archived = false,
  num_members = 0,
}: RawChannel): SlackChannel {
  return { id, name, is_private, is_archived, num_members };
}
