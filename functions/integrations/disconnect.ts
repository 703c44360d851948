import * as z from "zod";
import { activityOutcome, disconnect } from "../../lib/connections/disconnect.ts";
import { accountQuery, keepActivityQuery } from "../../lib/connections/query-schemas.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { getProvider } from "../../lib/providers/index.ts";

const path = z.object({ provider: z.string() });
const query = accountQuery().extend(keepActivityQuery().shape);

const about =
  "Disconnects one account, or all accounts of a provider, and removes their activities; repeating it answers the same.";
const answer = () => z.object({ message: z.string(), provider: z.string(), activity: activityOutcome });

export const handler = userEndpoint({ about, path, query, answer }, async ({ user, path, query, origin }) => {
  const { id, displayName } = getProvider(path.provider);
  const activity = await disconnect(user, { provider: id, ...query }, { actor: user.user, ...origin });
  return ok({ message: `${displayName} integration disconnected successfully`, provider: id, activity });
});
