import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { timestampedEnvelopeSchema } from "../../lib/http/envelope.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { timestampedResponse } from "../../lib/http/response.ts";
import { callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { withIdempotencyKey } from "../../lib/provider-client/idempotency.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";
import { channelId } from "../../lib/providers/slack/api/channels.ts";
import { postedMessage, postMessage, reply } from "../../lib/providers/slack/api/messages.ts";
import { readNamedAccount, workspaceNames } from "../../lib/providers/slack/api/named-workspace.ts";
import { selectV2TokenSet } from "../../lib/providers/slack/api/v2-token-set.ts";
import { createSlackClient } from "../../lib/providers/slack/api.ts";

const provider = getProviderFromEnvironment();
const set = selectV2TokenSet(provider);

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

export const handler = userEndpoint(contract, async ({ user, origin, path, query, body }) => {
  const request = { user, origin, account: readNamedAccount(provider, user, query, body), set };
  return callProvider(provider, request, async ({ token, connection, fetch }) => {
    const message = await postMessage(createSlackClient(provider, token, fetch), { ...body, channel: path.id });
    const { ts: messageTs, channel: channelId } = message;
    return timestampedResponse({ message, messageTs, channelId, accountId: connection.accountId }, 201);
  });
});
