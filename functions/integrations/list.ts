import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { connectionSchema, connectionView } from "../../lib/oauth/connection-view.ts";
import { listOverview } from "../../lib/store/overview.ts";

const about = "Lists the accounts that the user has connected.";
const answer = () => z.object({ integrations: z.array(connectionSchema()) });

export const handler = userEndpoint({ about, answer }, async ({ user }) => {
  const found = await listOverview(user);
  return ok({ integrations: found.map(({ connection, channels }) => connectionView(connection, channels)) });
});
