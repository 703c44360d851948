import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { enveloped } from "../../lib/http/response.ts";
import { providerOf } from "../../lib/providers/index.ts";
import { listConnections } from "../../lib/store/connections.ts";

const path = z.object({ service: z.string() });

export const handler = userEndpoint({ path }, async ({ user, path }) => {
  const service = providerOf(path.service).id;
  const found = await listConnections(user, service);
  return enveloped({ service, connected: found.some(({ status }) => status === "active") });
});
