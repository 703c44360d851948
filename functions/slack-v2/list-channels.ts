import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { timestampedPageSchema } from "../../lib/http/envelope.ts";
import { timestampedResponse } from "../../lib/http/response.ts";
import { booleanFlag } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { readCachedList } from "../../lib/providers/slack/api/cached-list.ts";
import { channelList, slackChannel } from "../../lib/providers/slack/api/channels.ts";
import { workspaceNames } from "../../lib/providers/slack/api/named-workspace.ts";
import { speakV2 } from "../../lib/providers/slack/api/v2-speaker.ts";
import { slack } from "../../lib/providers/slack/definition.ts";
import { listQuery } from "../../lib/providers/slack/paging.ts";

const provider = applySettings(slack);

const about =
  "Lists the channels that the person may see, kept for an hour; nextPageToken is there when they were more than one answer holds.";
const query = z.object({ ...workspaceNames(), includePrivate: booleanFlag, refresh: booleanFlag, ...listQuery() });
const answer = () => timestampedPageSchema({ channels: z.array(slackChannel()) });

export const handler = userEndpoint({ about, query, answer }, async ({ user, origin, query }) =>
  speakV2(provider, { user, origin, names: [query] }, async (speaker) => {
    const list = channelList(query.includePrivate && !speaker.isTenantBot);
    const { items, nextPageToken } = await readCachedList(provider, speaker, query, list);
    const channels = speaker.isTenantBot ? items.filter(({ is_private }) => !is_private) : items;
    return timestampedResponse({ channels, count: channels.length, nextPageToken });
  }),
);
