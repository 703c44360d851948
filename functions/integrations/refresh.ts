import { userEndpoint } from "../../lib/http/endpoint.ts";
import { perMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { connectionSchema, connectionView } from "../../lib/oauth/connection-view.ts";
import { accountQuery } from "../../lib/oauth/queries.ts";
import { refreshNow } from "../../lib/oauth/refresh-now.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const about = "Refreshes an account's token now; answers the connection.";

export const handler = userEndpoint(
  { about, query: accountQuery(), answer: connectionSchema, limit: perMinute("refresh") },
  async ({ user, query, origin }) => {
    const actor = { actor: user.user, ...origin };
    return ok(connectionView(await refreshNow({ provider, owner: user, account: query.account, actor })));
  },
);
