import * as z from "zod";
import { integrationSchema, toIntegration } from "../../lib/connections/integration-view.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { envelopeSchema } from "../../lib/http/envelope.ts";
import { envelopeResponse } from "../../lib/http/response.ts";
import { listConnections } from "../../lib/store/connections.ts";

const about = "Lists the accounts that the user has connected.";
const answer = () => envelopeSchema({ integrations: z.array(integrationSchema()) });

export const handler = userEndpoint({ about, answer }, async ({ user }) =>
  envelopeResponse({ integrations: (await listConnections(user)).map(toIntegration) }),
);
