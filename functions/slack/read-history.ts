import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { channelId } from "../../lib/providers/slack/api/channels.ts";
import { historyQuery, readChannelHistory, slackMessage } from "../../lib/providers/slack/api/history.ts";
import { readNamedAccount, workspaceNames } from "../../lib/providers/slack/api/named-workspace.ts";
import { slack } from "../../lib/providers/slack/definition.ts";

const provider = applySettings(slack);

const about = "Reads a channel's messages, the newest first, or with thread_ts those of a thread, the oldest first.";
const path = z.object({ id: channelId() });
const query = z.object({ ...workspaceNames(), ...historyQuery() });
const answer = () => z.object({ messages: z.array(slackMessage()), nextPageToken: z.string().optional() });

export const handler = userEndpoint({ about, path, query, answer }, async ({ user, origin, path, query }) => {
  const request = { user, origin, account: readNamedAccount(provider, user, query), set: "bot" } as const;
  const found = await callProvider(provider, request, (call) =>
    readChannelHistory(call, "bot", { ...query, channel: path.id }),
  );
  return ok({ messages: found.items, nextPageToken: found.nextPageToken });
});
