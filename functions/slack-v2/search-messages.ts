import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { stampedPage } from "../../lib/http/envelope.ts";
import { stamped } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/oauth/data-endpoint.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";
import { readerInOurWords } from "../../lib/providers/slack/in-our-words.ts";
import { foundMessage, searchMessages, searchQuery } from "../../lib/providers/slack/search.ts";

const provider = providerFromEnvironment();

const about = "Searches all messages that the person may see, in Slack's own search syntax, the newest first.";
const query = z.object({ account, ...searchQuery() });
const answer = () =>
  stampedPage({
    messages: z.array(foundMessage()),
    total: z.number(),
  });

export const handler = userEndpoint({ about, query, answer }, async ({ user, origin, query }) => {
  const { account, ...wanted } = query;
  // Slack lets no bot search.
  const request = { user, origin, account, set: "user" };
  const found = await callProvider(provider, request, (call) => searchMessages(readerInOurWords(call), wanted));
  const { items: messages, total, nextPageToken } = found;
  return stamped({ messages, count: messages.length, total, nextPageToken });
});
