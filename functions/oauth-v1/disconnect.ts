import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { disconnect } from "../../lib/oauth/disconnect.ts";
import { providerOf } from "../../lib/providers/index.ts";

const path = z.object({ service: z.string() });

const about = "Disconnects all of the user's accounts of a service.";
const answer = () => z.object({ success: z.literal(true), message: z.string() });

export const handler = userEndpoint({ about, path, answer }, async ({ user, path, origin }) => {
  const service = providerOf(path.service).id;
  await disconnect(user, service, undefined, { actor: user.user, ...origin });
  return ok({ success: true as const, message: `${service} disconnected successfully` });
});
