import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { stampedEnvelope } from "../../lib/http/envelope.ts";
import { perMinute } from "../../lib/http/rate-limit.ts";
import { stamped } from "../../lib/http/response.ts";
import { callProvider } from "../../lib/oauth/data-endpoint.ts";
import { oncePerKey } from "../../lib/oauth/once.ts";
import { accountQuery } from "../../lib/oauth/queries.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";
import { slackClient } from "../../lib/providers/slack/api.ts";
import { channelId } from "../../lib/providers/slack/channels.ts";
import { postedMessage, postMessage, reply } from "../../lib/providers/slack/messages.ts";
import { v2Speaker } from "../../lib/providers/slack/speaker.ts";

const provider = providerFromEnvironment();
const set = v2Speaker(provider);

const contract = {
  about: "Posts a message to the channel as the person.",
  path: z.object({ id: channelId() }),
  query: accountQuery(),
  body: reply,
  answer: () => stampedEnvelope({ message: postedMessage(), accountId: z.string() }),
  status: 201,
  limit: perMinute("write"),
  once: oncePerKey(provider),
} as const;

export const handler = userEndpoint(contract, async ({ user, origin, path, query, body }) => {
  const request = { user, origin, account: query.account, set };
  return callProvider(provider, request, async ({ token, connection, fetch }) => {
    const message = await postMessage(slackClient(provider, token, fetch), { ...body, channel: path.id });
    return stamped({ message, accountId: connection.accountId }, 201);
  });
});
