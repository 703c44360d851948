import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { perMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/oauth/data-endpoint.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";
import { slackClient } from "../../lib/providers/slack/api.ts";
import { newMessage, postMessage } from "../../lib/providers/slack/messages.ts";

const provider = providerFromEnvironment();

const query = z.object({ account });

export const handler = userEndpoint(
  { query, body: newMessage, limit: perMinute("write") },
  async ({ user, origin, query, body }) => {
    const { account } = query;
    return callProvider(provider, { user, origin, account, set: "bot" }, async ({ token, connection, fetch }) => {
      const message = await postMessage(slackClient(provider, token, fetch), body);
      return ok({ message, accountId: connection.accountId });
    });
  },
);
