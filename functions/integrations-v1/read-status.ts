import * as z from "zod";
import { findConnection, integrationShape, toIntegration } from "../../lib/connections/integration-view.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { envelopeSchema } from "../../lib/http/envelope.ts";
import { envelopeResponse } from "../../lib/http/response.ts";

const path = z.object({ id: z.string() });

const about = "One account that the user has connected, and whether it can be used.";
const answer = () => envelopeSchema({ ...integrationShape(), connected: z.boolean() });

export const handler = userEndpoint({ about, path, answer }, async ({ user, path: { id } }) => {
  const integration = toIntegration(await findConnection(user, id));
  return envelopeResponse({ ...integration, connected: integration.status === "connected" });
});
