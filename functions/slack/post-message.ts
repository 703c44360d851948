import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { withIdempotencyKey } from "../../lib/provider-client/idempotency.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { missingChannelProblem, readChannelOrDefault } from "../../lib/providers/slack/api/find-channel.ts";
import { newMessage, postedMessage, postMessage } from "../../lib/providers/slack/api/messages.ts";
import { readNamedAccount, workspaceNames } from "../../lib/providers/slack/api/named-workspace.ts";
import { createSlackClient } from "../../lib/providers/slack/api.ts";
import { slack } from "../../lib/providers/slack/definition.ts";

const provider = applySettings(slack);

const contract = {
  about: "Posts a message as the app's bot, to the channel named or the default of the settings.",
  query: z.object(workspaceNames()),
  body: newMessage.extend(workspaceNames()),
  answer: () => z.object({ message: postedMessage(), accountId: z.string() }),
  limit: limitPerMinute("write"),
  once: withIdempotencyKey(provider),
};

export const handler = userEndpoint(contract, async ({ user, origin, query, body }) => {
  const named = { user, origin, account: readNamedAccount(provider, user, query, body), set: "bot" } as const;
  const { channel, request } = await readChannelOrDefault(provider, named, body.channel);
  if (channel === undefined) throw missingChannelProblem();
  return callProvider(provider, request, async ({ token, connection, fetch }) => {
    const message = await postMessage(createSlackClient(provider, token, fetch), { ...body, channel });
    return ok({ message, accountId: connection.accountId });
  });
});
