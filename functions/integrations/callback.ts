import { config } from "../../lib/config.ts";
import { stateEndpoint } from "../../lib/http/endpoint.ts";
import { callbackPage, type Destination } from "../../lib/oauth/callback-page.ts";
import { callbackQuery } from "../../lib/oauth/queries.ts";
import { withOutcome } from "../../lib/oauth/return-target.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();
const { APP_URL } = config("APP_URL");

const destination: Destination = ({ id }, outcome, returnTo = `${APP_URL}/settings/integrations`) => {
  if (outcome.status === "confirm") return withOutcome(returnTo, { provider: id, status: "confirm" }, outcome.handle);
  return withOutcome(returnTo, { provider: id, ...outcome });
};

const about = "Where the provider sends the browser after asking its user; goes on to the settings page or `returnTo`.";

export const handler = stateEndpoint({ about, query: callbackQuery(), status: 302 }, async (request) =>
  callbackPage(provider, "integrations", request, destination),
);
