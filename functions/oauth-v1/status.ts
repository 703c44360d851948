import * as z from "zod";
import { isConnected } from "../../lib/connections/connection-status.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { envelopeSchema } from "../../lib/http/envelope.ts";
import { envelopeResponse } from "../../lib/http/response.ts";
import { getService } from "../../lib/providers/index.ts";
import { listConnections } from "../../lib/store/connections.ts";

const path = z.object({ service: z.string() });

const about = "Whether the user is connected to a service.";
const answer = () => envelopeSchema({ service: z.string(), connected: z.boolean() });

export const handler = userEndpoint({ about, path, answer }, async ({ user, path }) => {
  const service = getService(path.service).id;
  const found = await listConnections(user, service);
  return envelopeResponse({ service, connected: found.some((connection) => isConnected(connection)) });
});
