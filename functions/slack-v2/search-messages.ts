import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { timestampedPageSchema } from "../../lib/http/envelope.ts";
import { timestampedResponse } from "../../lib/http/response.ts";
import { callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";
import { readNamedAccount, workspaceNames } from "../../lib/providers/slack/api/named-workspace.ts";
import { createUserReader } from "../../lib/providers/slack/api/reader.ts";
import { foundMessage, searchMessages, searchQuery } from "../../lib/providers/slack/api/search.ts";

const provider = getProviderFromEnvironment();

const about = "Searches all messages that the person may see, in Slack's own search syntax, the newest first.";
const query = z.object({ ...workspaceNames(), ...searchQuery() });
const answer = () =>
  timestampedPageSchema({
    messages: z.array(foundMessage()),
    results: z.array(foundMessage()).describe("The same as messages."),
    query: z.string().describe("What was searched for."),
    total: z.number(),
  });

export const handler = userEndpoint({ about, query, answer }, async ({ user, origin, query }) => {
  // Slack does not allow bots to search.
  const request = { user, origin, account: readNamedAccount(provider, user, query), set: "user" } as const;
  const found = await callProvider(provider, request, (call) => searchMessages(createUserReader(call), query));
  const { items: messages, total, nextPageToken } = found;
  return timestampedResponse({
    messages,
    results: messages,
    query: query.q,
    count: messages.length,
    total,
    nextPageToken,
  });
});
