import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { stampedPage } from "../../lib/http/envelope.ts";
import { stamped } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/oauth/data-endpoint.ts";
import { messageAnswer } from "../../lib/providers/gmail/messages.ts";
import { messageQuery, searchMessages } from "../../lib/providers/gmail/search.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const query = messageQuery.extend({ account });

const answer = () => stampedPage({ messages: z.array(messageAnswer()) });

const about = "Messages of the mailbox that match a search of Gmail's (`q`), the newest first, a page at a time.";

export const handler = userEndpoint({ about, query, answer }, async ({ user, origin, query }) => {
  const { account, ...search } = query;
  const found = await callProvider(provider, { user, origin, account }, (call) => searchMessages(call, search));
  return stamped({ messages: found.messages, count: found.messages.length, nextPageToken: found.nextPageToken });
});
