import * as z from "zod";
import { disconnect } from "../../lib/connections/disconnect.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { getProvider } from "../../lib/providers/index.ts";

const path = z.object({ service: z.string() });

const about = "Disconnects all of the user's accounts of a service.";
const answer = () => z.object({ success: z.literal(true), message: z.string() });

export const handler = userEndpoint({ about, path, answer }, async ({ user, path, origin }) => {
  const service = getProvider(path.service).id;
  await disconnect(user, service, undefined, { actor: user.user, ...origin });
  return ok({ success: true as const, message: `${service} disconnected successfully` });
});
