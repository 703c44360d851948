import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { stampedPage } from "../../lib/http/envelope.ts";
import { stamped } from "../../lib/http/response.ts";
import { account, flag } from "../../lib/oauth/data-endpoint.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";
import { channelList, slackChannel } from "../../lib/providers/slack/channels.ts";
import { keptList } from "../../lib/providers/slack/kept-list.ts";
import { listQuery } from "../../lib/providers/slack/pages.ts";
import { v2Speaker } from "../../lib/providers/slack/speaker.ts";

const provider = providerFromEnvironment();
const set = v2Speaker(provider);

const about =
  "Lists the channels that the person may see, kept for an hour; nextPageToken is there when they were more than one answer holds.";
const query = z.object({ account, includePrivate: flag, refresh: flag, ...listQuery() });
const answer = () => stampedPage({ channels: z.array(slackChannel()) });

export const handler = userEndpoint({ about, query, answer }, async ({ user, origin, query }) => {
  const { account, includePrivate, ...wanted } = query;
  const request = { user, origin, account, set };
  const { items: channels, nextPageToken } = await keptList(provider, request, wanted, channelList(includePrivate));
  return stamped({ channels, count: channels.length, nextPageToken });
});
