import { userEndpoint } from "../../lib/http/endpoint.ts";
import { enveloped } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/oauth/data-endpoint.ts";
import { eventQuery, listEvents } from "../../lib/providers/calendar/events.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const query = eventQuery.extend({ account });

export const handler = userEndpoint({ query }, async ({ user, origin, query }) => {
  const { account, ...range } = query;
  const found = await callProvider(provider, { user, origin, account }, (call) => listEvents(call, range));
  return enveloped({ ...found, count: found.events.length }, { timestamp: new Date().toISOString() });
});
