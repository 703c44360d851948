import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { timestampedPageSchema } from "../../lib/http/envelope.ts";
import { timestampedResponse } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";
import { createUserReader } from "../../lib/providers/slack/api/reader.ts";
import { foundMessage, searchMessages, searchQuery } from "../../lib/providers/slack/api/search.ts";

const provider = getProviderFromEnvironment();

const about = "Searches all messages that the person may see, in Slack's own search syntax, the newest first.";
const query = z.object({ account, ...searchQuery() });
const answer = () =>
  timestampedPageSchema({
    messages: z.array(foundMessage()),
    total: z.number(),
  });

export const handler = userEndpoint({ about, query, answer }, async ({ user, origin, query }) => {
  const { account, ...search } = query;
  // Slack does not allow bots to search.
  const request = { user, origin, account, set: "user" } as const;
  const found = await callProvider(provider, request, (call) => searchMessages(createUserReader(call), search));
  const { items: messages, total, nextPageToken } = found;
  return timestampedResponse({ messages, count: messages.length, total, nextPageToken });
});
