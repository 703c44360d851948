import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { confirmGrant } from "../../lib/oauth/confirm.ts";
import { connectionSchema, connectionView } from "../../lib/oauth/connection-view.ts";
import { dependencies } from "../../lib/oauth/dependencies.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const body = z.object({ handle: z.string().regex(/^[\w-]{43}$/, "is not a handle") });

const about = "Confirms an authorization that came back to a browser we did not know; answers the finished connection.";

export const handler = userEndpoint({ about, body, answer: connectionSchema }, async ({ user, body, origin }) => {
  const connection = await confirmGrant(provider, body.handle, user, { actor: user.user, ...origin }, dependencies());
  return ok(connectionView(connection));
});
