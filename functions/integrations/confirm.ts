import * as z from "zod";
import { confirmGrant } from "../../lib/connections/confirm.ts";
import { connectionSchema } from "../../lib/connections/connection-view.ts";
import { defaultDependencies } from "../../lib/connections/dependencies.ts";
import { readListedView } from "../../lib/connections/listed-view.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";

const provider = getProviderFromEnvironment();

const body = z.object({ handle: z.string().regex(/^[\w-]{43}$/, "is not a handle") });

const about = "Confirms an authorization that came back to a browser we did not know; answers the finished connection.";

export const handler = userEndpoint({ about, body, answer: connectionSchema }, async ({ user, body, origin }) => {
  const connection = await confirmGrant(
    provider,
    body.handle,
    { owner: user, actor: { actor: user.user, ...origin } },
    defaultDependencies(),
  );
  return ok(await readListedView(provider, connection));
});
