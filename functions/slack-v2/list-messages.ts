import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { stampedPage } from "../../lib/http/envelope.ts";
import { stamped } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/oauth/data-endpoint.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";
import { channelId } from "../../lib/providers/slack/channels.ts";
import { historyQuery, readChannel, slackMessage } from "../../lib/providers/slack/history.ts";
import { v2Speaker } from "../../lib/providers/slack/speaker.ts";

const provider = providerFromEnvironment();
const set = v2Speaker(provider);

const about =
  "Reads a channel's messages as the person, the newest first, or with thread_ts those of a thread, the oldest first.";
const path = z.object({ id: channelId() });
const query = z.object({ account, ...historyQuery() });
const answer = () => stampedPage({ messages: z.array(slackMessage()) });

export const handler = userEndpoint({ about, path, query, answer }, async ({ user, origin, path, query }) => {
  const { account, ...wanted } = query;
  const { items: messages, nextPageToken } = await callProvider(provider, { user, origin, account, set }, (call) =>
    readChannel(call, set, { channel: path.id, ...wanted }),
  );
  return stamped({ messages, count: messages.length, nextPageToken });
});
