import { userEndpoint } from "../../lib/http/endpoint.ts";
import { enveloped } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/oauth/data-endpoint.ts";
import { messageQuery, searchMessages } from "../../lib/providers/gmail/search.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const query = messageQuery.extend({ account });

export const handler = userEndpoint({ query }, async ({ user, origin, query }) => {
  const { account, ...search } = query;
  const found = await callProvider(provider, { user, origin, account }, (call) => searchMessages(call, search));
  const data = { messages: found.messages, count: found.messages.length, nextPageToken: found.nextPageToken };
  return enveloped(data, { timestamp: new Date().toISOString() });
});
