import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { timestampedPageSchema } from "../../lib/http/envelope.ts";
import { timestampedResponse } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { searchMessages, searchQuery } from "../../lib/providers/gmail/api/search.ts";
import { gmail } from "../../lib/providers/gmail/definition.ts";
import { messageAnswer } from "../../lib/providers/gmail/message-view.ts";

const provider = applySettings(gmail);

const query = searchQuery.extend({ account });

const answer = () =>
  timestampedPageSchema({
    messages: z.array(messageAnswer()),
    results: z.array(messageAnswer()).describe("The same as `messages`, under the name of earlier clients."),
    query: z.string().describe("The search, as it was asked for."),
  });

const about = "Searches the mailbox, in Gmail's own search syntax, the newest messages first, a page at a time.";

/** `messages` and `results`, each in `data` and at the top level. */
const copies = 4;

export const handler = userEndpoint({ about, query, answer }, async ({ user, origin, query }) => {
  const { account, ...search } = query;
  const found = await callProvider(provider, { user, origin, account }, (call) => searchMessages(call, search, copies));
  const { messages, nextPageToken } = found;
  return timestampedResponse({ messages, results: messages, query: search.q, count: messages.length, nextPageToken });
});
