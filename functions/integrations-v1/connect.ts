import * as z from "zod";
import { config } from "../../lib/config.ts";
import { requireReturnTarget, startAuthorization } from "../../lib/connections/start.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { getCallbackUrl } from "../../lib/oauth/redirect-uri.ts";
import { getService } from "../../lib/providers/index.ts";

const { SHARED_CALLBACK } = config("SHARED_CALLBACK");

const body = z.object({
  provider: z.string(),
  redirect_uri: z
    .string()
    .min(1)
    .nullish()
    .describe(
      "Where the browser goes in the end; one of the allowed targets. The provider itself always sends it to a callback of ours.",
    ),
  params: z
    .record(z.string(), z.string())
    .optional()
    .describe("What the provider's accounts need before they can connect, such as a shop's name."),
});

const contract = {
  about:
    "Begins an authorization: send the browser to `authorization_url`. Sets a cookie that binds it to this browser.",
  body,
  answer: () =>
    z.object({ success: z.literal(true), authorization_url: z.url(), state: z.string(), provider: z.string() }),
  limit: limitPerMinute("start"),
};

export const handler = userEndpoint(contract, async ({ user, body }) => {
  const provider = getService(body.provider);
  const callback = provider.id === SHARED_CALLBACK ? "v1-shared" : "v1";
  const started = await startAuthorization(provider, {
    owner: user,
    surface: "v1",
    callback,
    params: body.params,
    returnTo: requireReturnTarget(getReturnTarget(provider.id, body.redirect_uri), "redirect_uri"),
  });
  const { authorizationUrl, state, cookie } = started;
  return ok(
    { success: true as const, authorization_url: authorizationUrl, state, provider: provider.id },
    { cookies: [cookie] },
  );
});

/** Clients that name a callback of ours mean the provider's redirect URI, which is not theirs to choose: no target of their own. */
function getReturnTarget(id: string, target: string | null | undefined): string | undefined {
  const callbacks = [getCallbackUrl({ id }, "v1"), getCallbackUrl({ id }, "v1-shared")];
  return target == null || callbacks.includes(target) ? undefined : target;
}
