import * as z from "zod";
import { Problem } from "../../lib/errors.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { perMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/oauth/data-endpoint.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";
import { slackClient } from "../../lib/providers/slack/api.ts";
import { deleteMessage, messagePlace } from "../../lib/providers/slack/messages.ts";

const provider = providerFromEnvironment();

const place = messagePlace.partial();

const contract = {
  about: "Deletes a message that the app's bot has posted; which one stands in the body or in the query.",
  query: place.extend({ account }),
  // Not every client sends a body with DELETE.
  body: place.optional(),
  answer: () => z.object({ deleted: z.literal(true), channel: z.string(), ts: z.string(), accountId: z.string() }),
  limit: perMinute("write"),
};

export const handler = userEndpoint(contract, async ({ user, origin, query, body }) => {
  const { account, ...named } = { ...query, ...body };
  const { channel = missing("channel"), ts = missing("ts") } = named;
  return callProvider(provider, { user, origin, account, set: "bot" }, async ({ token, connection, fetch }) => {
    const deleted = await deleteMessage(slackClient(provider, token, fetch), { channel, ts });
    return ok({ deleted: true, ...deleted, accountId: connection.accountId });
  });
});

function missing(field: string): never {
  throw new Problem("invalid_request", { detail: `${field}: is missing`, members: { field } });
}
