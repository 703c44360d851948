import { getBrokerDestination } from "../../lib/connections/broker-destination.ts";
import { redirectCallback } from "../../lib/connections/callback-page.ts";
import { callbackQuery } from "../../lib/connections/query-schemas.ts";
import { stateEndpoint } from "../../lib/http/endpoint.ts";
import { type CallbackRoute, getCallbackPath } from "../../lib/oauth/redirect-uri.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";

const provider = getProviderFromEnvironment();

const about =
  "Where the provider sends the browser after asking its user; goes on to `redirectUri` or the application's result pages with `success=true` or `success=false&error=…`, and `integration_id`.";

/** Each address takes the flows that were begun with it: the redirect URI is bound in the state. */
const routes: readonly CallbackRoute[] = ["broker-named", "broker-shared"];

export const handler = stateEndpoint({ about, query: callbackQuery(), status: 302 }, async (request) => {
  const former = routes.find((route) => request.rawPath === getCallbackPath(provider, route));
  return redirectCallback({ provider, route: former ?? "broker", getDestination: getBrokerDestination }, request);
});
