import * as z from "zod";
import { listCallersIntegrations } from "../../lib/connections/callers-integrations.ts";
import { disconnect } from "../../lib/connections/disconnect.ts";
import { integrationShape, userIdSchema } from "../../lib/connections/integration-schemas.ts";
import { ok } from "../../lib/http/response.ts";
import { userOrServiceEndpoint } from "../../lib/http/service-endpoint.ts";

const body = z
  .object({
    ...integrationShape(),
    userId: userIdSchema().optional().describe("Whose connection it is; the user's own unless a service asks."),
  })
  .meta({ examples: [{ userId: "user-17", integrationId: "crm" }, { integrationId: "crm" }] });

const contract = {
  about: "Ends a connection: its tokens are gone at once, and revoked at the provider; repeating it answers the same.",
  body,
  answer: () =>
    z
      .object({ success: z.literal(true), message: z.string() })
      .meta({ examples: [{ success: true, message: "Integration revoked successfully" }] }),
};

export const handler = userOrServiceEndpoint(contract, "connect", async ({ body, origin, ...caller }) => {
  const actor = {
    actor: caller.service === undefined ? caller.user.user : caller.service.actor,
    ip: origin.ip,
    requestId: origin.requestId,
  };
  for (const connection of await listCallersIntegrations(caller, body, origin)) {
    const { provider, id: account } = connection;
    await disconnect(connection, { provider, account, keepActivity: false }, actor);
  }
  return ok({ success: true as const, message: "Integration revoked successfully" });
});
