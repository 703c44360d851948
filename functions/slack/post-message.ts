import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { perMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { callProvider } from "../../lib/oauth/data-endpoint.ts";
import { oncePerKey } from "../../lib/oauth/once.ts";
import { accountQuery } from "../../lib/oauth/queries.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";
import { slackClient } from "../../lib/providers/slack/api.ts";
import { channelNeeded, channelOrDefault } from "../../lib/providers/slack/channel-choice.ts";
import { newMessage, postedMessage, postMessage } from "../../lib/providers/slack/messages.ts";

const provider = providerFromEnvironment();

const contract = {
  about: "Posts a message as the app's bot, to the channel named or the default of the settings.",
  query: accountQuery(),
  body: newMessage,
  answer: () => z.object({ message: postedMessage(), accountId: z.string() }),
  limit: perMinute("write"),
  once: oncePerKey(provider),
};

export const handler = userEndpoint(contract, async ({ user, origin, query, body }) => {
  const request = { user, origin, account: query.account, set: "bot" };
  const channel = await channelOrDefault(provider, request, body.channel);
  if (channel === undefined) throw channelNeeded();
  return callProvider(provider, request, async ({ token, connection, fetch }) => {
    const message = await postMessage(slackClient(provider, token, fetch), { ...body, channel });
    return ok({ message, accountId: connection.accountId });
  });
});
