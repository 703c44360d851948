import * as z from "zod";
import { listCallersIntegrations } from "../../lib/connections/callers-integrations.ts";
import { connectionSchema, toConnectionView } from "../../lib/connections/connection-view.ts";
import { integrationShape, userIdSchema } from "../../lib/connections/integration-schemas.ts";
import { Problem } from "../../lib/errors.ts";
import { ok } from "../../lib/http/response.ts";
import { userOrServiceEndpoint } from "../../lib/http/service-endpoint.ts";

const body = z
  .object({
    ...integrationShape(),
    userId: userIdSchema().optional().describe("Whose connection it is; the user's own unless a service asks."),
  })
  .meta({ examples: [{ userId: "user-17", integrationId: "crm" }, { integrationId: "crm" }] });

const example = { success: true, connected: true, provider: "acme", status: "connected", expiresAt: null } as const;

const contract = {
  about: "How a connection is, without its token: what a browser needs.",
  body,
  answer: () => {
    const { connected, provider, status, expiresAt, reconnectUrl } = connectionSchema().shape;
    const shape = { success: z.literal(true), connected, provider, status, expiresAt, reconnectUrl };
    return z.object(shape).meta({ examples: [example] });
  },
};

export const handler = userOrServiceEndpoint(contract, ["connect", "token"], async ({ body, origin, ...caller }) => {
  const [found] = await listCallersIntegrations(caller, body, origin);
  if (found === undefined) throw new Problem("not_found", { detail: "There is no such integration." });
  const { connected, provider, status, expiresAt, reconnectUrl } = toConnectionView(found);
  const answer = { success: true as const, connected, provider, status, expiresAt };
  return ok({ ...answer, ...(reconnectUrl === undefined ? {} : { reconnectUrl }) });
});
