import * as z from "zod";
import { connectionSchema } from "../../lib/connections/connection-view.ts";
import { toListedView } from "../../lib/connections/listed-view.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { providers } from "../../lib/providers/index.ts";
import { listConnectionsWithSubscriptions } from "../../lib/store/connections-with-subscriptions.ts";

const about = "Lists the accounts that the user has connected.";
const answer = () => z.object({ integrations: z.array(connectionSchema()) });

export const handler = userEndpoint({ about, answer }, async ({ user }) => {
  const found = await listConnectionsWithSubscriptions(user);
  const all = found.map(({ connection }) => connection);
  const definitions = new Map(providers.map((provider) => [provider.id, provider]));
  return ok({
    integrations: found.map((one) => toListedView(definitions.get(one.connection.provider), one, all)),
  });
});
