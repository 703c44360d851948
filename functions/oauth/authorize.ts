import * as z from "zod";
import { config } from "../../lib/config.ts";
import { defaultDependencies } from "../../lib/connections/dependencies.ts";
import { readFlowOwner } from "../../lib/connections/flow-owner.ts";
import {
  integrationIdSchema,
  paramsSchema,
  scopesSchema,
  tenantIdSchema,
  userIdSchema,
} from "../../lib/connections/integration-schemas.ts";
import { requireReturnTarget, startAuthorization } from "../../lib/connections/start.ts";
import { type Launch, takeLaunch } from "../../lib/ehr/launch-handles.ts";
import { Problem } from "../../lib/errors.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { userOrServiceEndpoint } from "../../lib/http/service-endpoint.ts";
import type { Provider } from "../../lib/oauth/definition.ts";
import { type CallbackRoute, getCallbackUrl } from "../../lib/oauth/redirect-uri.ts";
import { getProvider } from "../../lib/providers/index.ts";
import { toLaunchScopes } from "../../lib/providers/smart/scopes.ts";

const { FORMER_CALLBACKS } = config("FORMER_CALLBACKS");

const bodyFields = {
  tenantId: tenantIdSchema().optional(),
  provider: z.string("is missing").optional(),
  integrationId: integrationIdSchema().optional(),
  launchHandle: z
    .string()
    .max(100)
    .optional()
    .describe("Takes up a launch that an EHR began, in place of `provider` and `params`; its user has said yes to it."),
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
};

const isNamed = (name: "provider" | "integrationId") => (body: Readonly<Record<string, unknown>>) =>
  body.launchHandle !== undefined || body[name] !== undefined;

const body = z
  .object(bodyFields)
  .refine(isNamed("provider"), { path: ["provider"], error: "is missing" })
  .refine(isNamed("integrationId"), { path: ["integrationId"], error: "is missing" });

const contract = {
  about:
    "Begins an authorization: send the browser to `authorizationUrl`. A flow that a service began ends in `confirm_required`: its user confirms.",
  body,
  answer: () =>
    z
      .object({ success: z.literal(true), authorizationUrl: z.url(), state: z.string() })
      .meta({ examples: [{ success: true, authorizationUrl: "https://acme.example/authorize?state=s", state: "s" }] }),
  limit: limitPerMinute("start"),
};

export const handler = userOrServiceEndpoint(contract, "connect", async ({ body, origin, ...caller }) => {
  const { launchHandle, userId } = body;
  if (launchHandle !== undefined && caller.user === undefined) throw launchForPeopleProblem();
  const launched = launchHandle === undefined ? undefined : await takeLaunch(launchHandle, defaultDependencies());
  const provider = getProvider(launched?.provider ?? body.provider ?? "");
  const owner = await readFlowOwner(caller, { provider: provider.id, userId }, origin);
  const { scopes, params, integrationId = provider.id, launch } = { ...body, ...toLaunchedFlow(provider, launched) };
  const { authorizationUrl, state, cookie } = await startAuthorization(provider, {
    ...{ owner, surface: "broker", callback: chooseCallback(provider.id), scopes, params, integrationId, launch },
    returnTo: requireReturnTarget(getReturnTarget(provider.id, body.redirectUri), "redirectUri"),
  });
  const answer = { success: true as const, authorizationUrl, state };
  // A service's cookie would bind the flow to no browser.
  return ok(answer, caller.user === undefined ? {} : { cookies: [cookie] });
});

/** An EHR's launch asks for its own context, at the server that it came from. */
function toLaunchedFlow({ scopes }: Provider, launched: Launch | undefined) {
  if (launched === undefined) return { launch: undefined };
  const { fhirBaseUrl, launch } = launched;
  return { launch, params: { fhirBaseUrl }, scopes: toLaunchScopes(scopes) };
}

const launchForPeopleProblem = () =>
  new Problem("forbidden", { detail: "launchHandle: a launch is taken up by the person who opened it." });

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
