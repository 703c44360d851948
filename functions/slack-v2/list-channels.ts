import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { timestampedPageSchema } from "../../lib/http/envelope.ts";
import { timestampedResponse } from "../../lib/http/response.ts";
import { booleanFlag } from "../../lib/provider-client/data-endpoint.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";
import { readCachedList } from "../../lib/providers/slack/api/cached-list.ts";
import { channelList, slackChannel } from "../../lib/providers/slack/api/channels.ts";
import { readNamedAccount, workspaceNames } from "../../lib/providers/slack/api/named-workspace.ts";
import { selectV2TokenSet } from "../../lib/providers/slack/api/v2-token-set.ts";
import { listQuery } from "../../lib/providers/slack/paging.ts";

const provider = getProviderFromEnvironment();
const set = selectV2TokenSet(provider);

const about =
  "Lists the channels that the person may see, kept for an hour; nextPageToken is there when they were more than one answer holds.";
const query = z.object({ ...workspaceNames(), includePrivate: booleanFlag, refresh: booleanFlag, ...listQuery() });
const answer = () => timestampedPageSchema({ channels: z.array(slackChannel()) });

export const handler = userEndpoint({ about, query, answer }, async ({ user, origin, query }) => {
  const request = { user, origin, account: readNamedAccount(provider, user, query), set };
  const list = channelList(query.includePrivate);
  const { items: channels, nextPageToken } = await readCachedList(provider, request, query, list);
  return timestampedResponse({ channels, count: channels.length, nextPageToken });
});
