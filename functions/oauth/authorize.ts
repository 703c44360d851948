import * as z from "zod";
import { config } from "../../lib/config.ts";
import { readFlowOwner } from "../../lib/connections/flow-owner.ts";
import {
  integrationIdSchema,
  integrationShape,
  paramsSchema,
  scopesSchema,
  userIdSchema,
} from "../../lib/connections/integration-schemas.ts";
import { requireReturnTarget, startAuthorization } from "../../lib/connections/start.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { userOrServiceEndpoint } from "../../lib/http/service-endpoint.ts";
import { type CallbackRoute, getCallbackUrl } from "../../lib/oauth/redirect-uri.ts";
import { getProvider } from "../../lib/providers/index.ts";

const { FORMER_CALLBACKS } = config("FORMER_CALLBACKS");

const body = z.object({
  ...integrationShape(),
  provider: z.string("is missing"),
  integrationId: integrationIdSchema(),
  scopes: scopesSchema().optional(),
  redirectUri: z
    .string()
    .min(1)
    .nullish()
    .describe(
      "Where the browser goes in the end; one of the allowed targets. The provider sends it to a callback of ours.",
    ),
  params: paramsSchema().optional(),
  userId: userIdSchema().optional().describe("Whose account it will be. Services name a user; users name nobody else."),
});

const contract = {
  about:
    "Begins an authorization: send the browser to `authorizationUrl`. A flow that a service began ends in `confirm_required`: its user confirms.",
  body,
  answer: () => z.object({ success: z.literal(true), authorizationUrl: z.url(), state: z.string() }),
  limit: limitPerMinute("start"),
};

export const handler = userOrServiceEndpoint(contract, "connect", async ({ body, origin, ...caller }) => {
  const provider = getProvider(body.provider);
  const owner = await readFlowOwner(caller, { provider: provider.id, userId: body.userId }, origin);
  const { scopes, params, integrationId } = body;
  const { authorizationUrl, state, cookie } = await startAuthorization(provider, {
    ...{ owner, surface: "broker", callback: chooseCallback(provider.id), scopes, params, integrationId },
    returnTo: requireReturnTarget(getReturnTarget(provider.id, body.redirectUri), "redirectUri"),
  });
  const answer = { success: true as const, authorizationUrl, state };
  // A service's cookie would bind the flow to no browser.
  return ok(answer, caller.user === undefined ? {} : { cookies: [cookie] });
});

/** The address that is registered at the provider. */
function chooseCallback(id: string): CallbackRoute {
  if (FORMER_CALLBACKS.shared === id) return "broker-shared";
  return FORMER_CALLBACKS.named?.includes(id) ? "broker-named" : "broker";
}

/** Clients that name a callback of ours mean the provider's redirect URI, which is not theirs to choose: no target of their own. */
function getReturnTarget(id: string, target: string | null | undefined): string | undefined {
  const callbacks = (["broker", "broker-shared", "broker-named"] as const).map((route) =>
    getCallbackUrl({ id }, route),
  );
  return target == null || callbacks.includes(target) ? undefined : target;
}
