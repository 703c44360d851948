import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";
import { channelId } from "../../lib/providers/slack/api/channels.ts";
import { historyQuery, readChannelHistory, slackMessage } from "../../lib/providers/slack/api/history.ts";

const provider = getProviderFromEnvironment();

const about = "Reads a channel's messages, the newest first, or with thread_ts those of a thread, the oldest first.";
const path = z.object({ id: channelId() });
const query = z.object({ account, ...historyQuery() });
const answer = () => z.object({ messages: z.array(slackMessage()), nextPageToken: z.string().optional() });

export const handler = userEndpoint({ about, path, query, answer }, async ({ user, origin, path, query }) => {
  const { account, ...page } = query;
  const found = await callProvider(provider, { user, origin, account, set: "bot" }, (call) =>
    readChannelHistory(call, "bot", { channel: path.id, ...page }),
  );
  return ok({ messages: found.items, nextPageToken: found.nextPageToken });
});
