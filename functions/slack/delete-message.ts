import * as z from "zod";
import { Problem } from "../../lib/errors.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { deleteMessage, messageRef } from "../../lib/providers/slack/api/messages.ts";
import { readNamedAccount, workspaceNames } from "../../lib/providers/slack/api/named-workspace.ts";
import { createSlackClient } from "../../lib/providers/slack/api.ts";
import { slack } from "../../lib/providers/slack/definition.ts";

const provider = applySettings(slack);

const place = messageRef.partial().extend(workspaceNames());

const contract = {
  about: "Deletes a message that the app's bot has posted; which one stands in the body or in the query.",
  query: place,
  // Optional, because not every client sends a body with DELETE.
  body: place.optional(),
  answer: () => z.object({ deleted: z.literal(true), channel: z.string(), ts: z.string(), accountId: z.string() }),
  limit: limitPerMinute("write"),
};

export const handler = userEndpoint(contract, async ({ user, origin, query, body }) => {
  const { channel = throwMissing("channel"), ts = throwMissing("ts") } = { ...query, ...body };
  const request = { user, origin, account: readNamedAccount(provider, user, query, body), set: "bot" } as const;
  return callProvider(provider, request, async ({ token, connection, fetch }) => {
    const deleted = await deleteMessage(createSlackClient(provider, token, fetch), { channel, ts });
    return ok({ deleted: true, ...deleted, accountId: connection.accountId });
  });
});

function throwMissing(field: string): never {
  throw new Problem("invalid_request", { detail: `${field}: is missing`, members: { field } });
}
