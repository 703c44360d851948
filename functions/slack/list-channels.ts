import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account, booleanFlag } from "../../lib/provider-client/data-endpoint.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";
import { readCachedList } from "../../lib/providers/slack/api/cached-list.ts";
import { channelList, slackChannel } from "../../lib/providers/slack/api/channels.ts";
import { listQuery } from "../../lib/providers/slack/paging.ts";

const provider = getProviderFromEnvironment();

const about =
  "Lists the channels that the app's bot may see, kept for an hour; nextPageToken is there when they were more than one answer holds.";
const query = z.object({ account, includePrivate: booleanFlag, refresh: booleanFlag, ...listQuery() });
const answer = () => z.object({ channels: z.array(slackChannel()), nextPageToken: z.string().optional() });

export const handler = userEndpoint({ about, query, answer }, async ({ user, origin, query }) => {
  const { account, includePrivate, ...page } = query;
  const request = { user, origin, account, set: "bot" } as const;
  const { items: channels, nextPageToken } = await readCachedList(provider, request, page, channelList(includePrivate));
  return ok({ channels, nextPageToken });
});
