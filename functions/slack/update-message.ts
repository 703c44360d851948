import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { perMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { callProvider } from "../../lib/oauth/data-endpoint.ts";
import { accountQuery } from "../../lib/oauth/queries.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";
import { slackClient } from "../../lib/providers/slack/api.ts";
import { changedMessage, postedMessage, updateMessage } from "../../lib/providers/slack/messages.ts";

const provider = providerFromEnvironment();

const contract = {
  about: "Changes a message that the app's bot has posted.",
  query: accountQuery(),
  body: changedMessage,
  answer: () => z.object({ message: postedMessage(), accountId: z.string() }),
  limit: perMinute("write"),
};

export const handler = userEndpoint(contract, async ({ user, origin, query, body }) => {
  const request = { user, origin, account: query.account, set: "bot" };
  return callProvider(provider, request, async ({ token, connection, fetch }) => {
    const message = await updateMessage(slackClient(provider, token, fetch), body);
    return ok({ message, accountId: connection.accountId });
  });
});
