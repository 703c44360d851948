import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { booleanFlag } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { readCachedList } from "../../lib/providers/slack/api/cached-list.ts";
import { channelList, includePrivateUnlessRefused, slackChannel } from "../../lib/providers/slack/api/channels.ts";
import { readNamedAccount, workspaceNames } from "../../lib/providers/slack/api/named-workspace.ts";
import { slack } from "../../lib/providers/slack/definition.ts";
import { listQuery } from "../../lib/providers/slack/paging.ts";

const provider = applySettings(slack);

const about =
  "Lists the channels that the app's bot may see, of the private ones those that you are in too, kept for an hour; nextPageToken is there when they were more than one answer holds.";
const query = z.object({
  ...workspaceNames(),
  includePrivate: includePrivateUnlessRefused(),
  refresh: booleanFlag,
  ...listQuery(),
});
const answer = () => z.object({ channels: z.array(slackChannel()), nextPageToken: z.string().optional() });

export const handler = userEndpoint({ about, query, answer }, async ({ user, origin, query }) => {
  const request = { user, origin, account: readNamedAccount(provider, user, query), set: "bot" } as const;
  const list = channelList(query.includePrivate);
  const { items: channels, nextPageToken } = await readCachedList(provider, request, query, list);
  return ok({ channels, nextPageToken });
});
