import * as z from "zod";
import { activityOutcome, disconnect } from "../../lib/connections/disconnect.ts";
import { findConnection } from "../../lib/connections/integration-view.ts";
import { keepActivityQuery } from "../../lib/connections/query-schemas.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";

const path = z.object({ id: z.string() });
const query = keepActivityQuery().extend({
  revoke_token: z
    .enum(["true", "false"])
    .default("true")
    .describe(
      "`false`: the grant stays at the provider, for another system that uses it. Our tokens are deleted all the same, and its push channels stopped.",
    ),
});

const about = "Disconnects one account, and removes its activities.";
const answer = () =>
  z.object({
    success: z.literal(true),
    message: z.string(),
    id: z.string(),
    provider: z.string(),
    activity: activityOutcome,
  });

export const handler = userEndpoint({ about, path, query, answer }, async ({ user, path, query, origin }) => {
  const { id, provider } = await findConnection(user, path.id);
  const request = {
    provider,
    account: id,
    keepActivity: query.keepActivity,
    keepGrant: query.revoke_token === "false",
  };
  const activity = await disconnect(user, request, { actor: user.user, ...origin });
  return ok({ success: true as const, message: `${provider} disconnected successfully`, id, provider, activity });
});
