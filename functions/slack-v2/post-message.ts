import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { timestampedEnvelopeSchema } from "../../lib/http/envelope.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { timestampedResponse } from "../../lib/http/response.ts";
import { callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { withIdempotencyKey } from "../../lib/provider-client/idempotency.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { channelId } from "../../lib/providers/slack/api/channels.ts";
import { postedMessage, postMessage, reply } from "../../lib/providers/slack/api/messages.ts";
import { workspaceNames } from "../../lib/providers/slack/api/named-workspace.ts";
import { preparePost, speakV2 } from "../../lib/providers/slack/api/v2-speaker.ts";
import { createSlackClient } from "../../lib/providers/slack/api.ts";
import { slack } from "../../lib/providers/slack/definition.ts";

const provider = applySettings(slack);

const contract = {
  about: "Posts a message to the channel as the person.",
  path: z.object({ id: channelId() }),
  query: z.object(workspaceNames()),
  body: reply.extend(workspaceNames()),
  answer: () =>
    timestampedEnvelopeSchema({
      message: postedMessage(),
      messageTs: z.string(),
      channelId: z.string(),
      accountId: z.string(),
    }),
  status: 201,
  limit: limitPerMinute("write"),
  once: withIdempotencyKey(provider),
} as const;

export const handler = userEndpoint(contract, async ({ user, origin, path, query, body }) =>
  speakV2(provider, { user, origin, names: [query, body] }, (speaker) =>
    callProvider(provider, speaker, async (call) => {
      await preparePost(speaker, call, path.id);
      const client = createSlackClient(provider, call.token, call.fetch);
      const message = await postMessage(client, { ...body, channel: path.id });
      const { ts: messageTs, channel: channelId } = message;
      return timestampedResponse({ message, messageTs, channelId, accountId: call.connection.accountId }, 201);
    }),
  ),
);
