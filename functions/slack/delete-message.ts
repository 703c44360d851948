import * as z from "zod";
import { Problem } from "../../lib/errors.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";
import { deleteMessage, messageRef } from "../../lib/providers/slack/api/messages.ts";
import { createSlackClient } from "../../lib/providers/slack/api.ts";

const provider = getProviderFromEnvironment();

const place = messageRef.partial();

const contract = {
  about: "Deletes a message that the app's bot has posted; which one stands in the body or in the query.",
  query: place.extend({ account }),
  // Optional, because not every client sends a body with DELETE.
  body: place.optional(),
  answer: () => z.object({ deleted: z.literal(true), channel: z.string(), ts: z.string(), accountId: z.string() }),
  limit: limitPerMinute("write"),
};

export const handler = userEndpoint(contract, async ({ user, origin, query, body }) => {
  const { account, ...named } = { ...query, ...body };
  const { channel = throwMissing("channel"), ts = throwMissing("ts") } = named;
  return callProvider(provider, { user, origin, account, set: "bot" }, async ({ token, connection, fetch }) => {
    const deleted = await deleteMessage(createSlackClient(provider, token, fetch), { channel, ts });
    return ok({ deleted: true, ...deleted, accountId: connection.accountId });
  });
});

function throwMissing(field: string): never {
  throw new Problem("invalid_request", { detail: `${field}: is missing`, members: { field } });
}
