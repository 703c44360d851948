import { connectionSchema } from "../../lib/connections/connection-view.ts";
import { readListedView } from "../../lib/connections/listed-view.ts";
import { accountQuery } from "../../lib/connections/query-schemas.ts";
import { refreshConnectionNow } from "../../lib/connections/refresh-now.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";

const provider = getProviderFromEnvironment();

const about = "Refreshes an account's token now; answers the connection.";

export const handler = userEndpoint(
  { about, query: accountQuery(), answer: connectionSchema, limit: limitPerMinute("refresh") },
  async ({ user, query, origin }) => {
    const actor = { actor: user.user, ...origin };
    const connection = await refreshConnectionNow({ provider, owner: user, account: query.account, actor });
    return ok(await readListedView(provider, connection));
  },
);
