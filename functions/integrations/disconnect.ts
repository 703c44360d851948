import * as z from "zod";
import { disconnect } from "../../lib/connections/disconnect.ts";
import { accountQuery } from "../../lib/connections/query-schemas.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { getProvider } from "../../lib/providers/index.ts";

const path = z.object({ provider: z.string() });

const about = "Disconnects one account, or all accounts of a provider; repeating it answers the same.";
const answer = () => z.object({ message: z.string() });

export const handler = userEndpoint(
  { about, path, query: accountQuery(), answer },
  async ({ user, path, query, origin }) => {
    const provider = getProvider(path.provider);
    await disconnect(user, provider.id, query.account, { actor: user.user, ...origin });
    return ok({ message: `${provider.displayName} integration disconnected successfully` });
  },
);
