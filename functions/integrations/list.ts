import * as z from "zod";
import { connectionSchema, toConnectionView } from "../../lib/connections/connection-view.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { listConnectionsWithSubscriptions } from "../../lib/store/connections-with-subscriptions.ts";

const about = "Lists the accounts that the user has connected.";
const answer = () => z.object({ integrations: z.array(connectionSchema()) });

export const handler = userEndpoint({ about, answer }, async ({ user }) => {
  const found = await listConnectionsWithSubscriptions(user);
  return ok({
    integrations: found.map(({ connection, subscriptions: channels }) => toConnectionView(connection, channels)),
  });
});
