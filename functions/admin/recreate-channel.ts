import * as z from "zod";
import { adminEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { writeAudit } from "../../lib/store/audit.ts";
import { readVisibleSubscription } from "../../lib/subscriptions/admin.ts";
import { queueReconciliation } from "../../lib/subscriptions/queue-reconciliation.ts";

const path = z.object({ id: z.base64url().max(2000) });

const contract = {
  about: "Makes a push channel anew.",
  path,
  answer: () => z.object({ message: z.string() }),
  status: 202,
} as const;

export const handler = adminEndpoint(contract, async ({ user, origin, path }) => {
  const { tenant, user: owner, provider, connection, name } = await readVisibleSubscription(user, path.id);
  const at = { tenant, user: owner, provider };
  await writeAudit({ ...at, ...origin, actor: user.user, connection, action: "channel_recreated" });
  await queueReconciliation([{ ...at, id: connection }], name);
  return ok({ message: "The channel will be made anew in a moment." }, { statusCode: 202 });
});
