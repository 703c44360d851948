import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { timestampedPageSchema } from "../../lib/http/envelope.ts";
import { timestampedResponse } from "../../lib/http/response.ts";
import { callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { channelId } from "../../lib/providers/slack/api/channels.ts";
import { historyQuery, readChannelHistory, slackMessage } from "../../lib/providers/slack/api/history.ts";
import { workspaceNames } from "../../lib/providers/slack/api/named-workspace.ts";
import { speakV2, toViewer } from "../../lib/providers/slack/api/v2-speaker.ts";
import { slack } from "../../lib/providers/slack/definition.ts";

const provider = applySettings(slack);

const about =
  "Reads a channel's messages as the person, the newest first, or with thread_ts those of a thread, the oldest first.";
const path = z.object({ id: channelId() });
const query = z.object({ ...workspaceNames(), ...historyQuery() });
const answer = () => timestampedPageSchema({ messages: z.array(slackMessage().extend({ channelId: channelId() })) });

export const handler = userEndpoint({ about, path, query, answer }, async ({ user, origin, path, query }) =>
  speakV2(provider, { user, origin, names: [query] }, async (speaker) => {
    const { items, nextPageToken } = await callProvider(provider, speaker, (call) =>
      readChannelHistory(toViewer(speaker, call), speaker.set, { ...query, channel: path.id }),
    );
    const messages = items.map((message) => ({ ...message, channelId: path.id }));
    return timestampedResponse({ messages, count: messages.length, nextPageToken });
  }),
);
