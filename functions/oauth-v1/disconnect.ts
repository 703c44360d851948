import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { disconnect } from "../../lib/oauth/disconnect.ts";
import { providerOf } from "../../lib/providers/index.ts";

const path = z.object({ service: z.string() });

export const handler = userEndpoint({ path }, async ({ user, path, origin }) => {
  const service = providerOf(path.service).id;
  await disconnect(user, service, undefined, { actor: user.user, ...origin });
  return ok({ success: true, message: `${service} disconnected successfully` });
});
