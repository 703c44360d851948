import { redirectCallback } from "../../lib/connections/callback-page.ts";
import { callbackQuery } from "../../lib/connections/query-schemas.ts";
import { getV1Destination } from "../../lib/connections/v1-destination.ts";
import { stateEndpoint } from "../../lib/http/endpoint.ts";
import { getCallbackPath } from "../../lib/oauth/redirect-uri.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";

const provider = getProviderFromEnvironment();
const sharedPath = getCallbackPath(provider, "v1-shared");

const about = "Where the provider sends the browser after asking its user; goes on to the application.";

/** Each address takes the flows that were begun with it: the redirect URI is bound in the state. */
export const handler = stateEndpoint({ about, query: callbackQuery(), status: 302 }, async (request) => {
  const route = request.rawPath.endsWith(sharedPath) ? "v1-shared" : "v1";
  return redirectCallback({ provider, route, getDestination: getV1Destination }, request);
});
