import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { messageChange, postedMessage, updateMessage } from "../../lib/providers/slack/api/messages.ts";
import { readNamedAccount, workspaceNames } from "../../lib/providers/slack/api/named-workspace.ts";
import { createSlackClient } from "../../lib/providers/slack/api.ts";
import { slack } from "../../lib/providers/slack/definition.ts";

const provider = applySettings(slack);

const contract = {
  about: "Changes a message that the app's bot has posted.",
  query: z.object(workspaceNames()),
  body: messageChange.extend(workspaceNames()),
  answer: () => z.object({ message: postedMessage(), accountId: z.string() }),
  limit: limitPerMinute("write"),
};

export const handler = userEndpoint(contract, async ({ user, origin, query, body }) => {
  const request = { user, origin, account: readNamedAccount(provider, user, query, body), set: "bot" } as const;
  return callProvider(provider, request, async ({ token, connection, fetch }) => {
    const message = await updateMessage(createSlackClient(provider, token, fetch), body);
    return ok({ message, accountId: connection.accountId });
  });
});
