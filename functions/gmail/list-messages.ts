import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { timestampedPageSchema } from "../../lib/http/envelope.ts";
import { timestampedResponse } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { messageQuery, searchMessages } from "../../lib/providers/gmail/api/search.ts";
import { gmail } from "../../lib/providers/gmail/definition.ts";
import { messageAnswer } from "../../lib/providers/gmail/message-view.ts";

const provider = applySettings(gmail);

const query = messageQuery.extend({ account });

const answer = () => timestampedPageSchema({ messages: z.array(messageAnswer()) });

const about = "Messages of the mailbox that match a search of Gmail's (`q`), the newest first, a page at a time.";

export const handler = userEndpoint({ about, query, answer }, async ({ user, origin, query }) => {
  const { account, ...search } = query;
  const found = await callProvider(provider, { user, origin, account }, (call) => searchMessages(call, search));
  return timestampedResponse({
    messages: found.messages,
    count: found.messages.length,
    nextPageToken: found.nextPageToken,
  });
});
