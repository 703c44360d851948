import { config } from "../../lib/config.ts";
import { stateEndpoint } from "../../lib/http/endpoint.ts";
import { callbackPage, type Destination } from "../../lib/oauth/callback-page.ts";
import { callbackQuery } from "../../lib/oauth/queries.ts";
import { withOutcome } from "../../lib/oauth/return-target.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();
const { APP_URL } = config("APP_URL");

const destination: Destination = ({ id: service }, outcome, returnTo) => {
  if (outcome.status === "success") return withOutcome(returnTo ?? `${APP_URL}/oauth/success`, { service });
  const target = returnTo ?? `${APP_URL}/oauth/error`;
  if (outcome.status === "error") return withOutcome(target, { service, error: outcome.code });
  return withOutcome(target, { service, error: "confirm_required" }, outcome.handle);
};

const about = "Where the provider sends the browser after asking its user; goes on to the application.";

export const handler = stateEndpoint({ about, query: callbackQuery(), status: 302 }, async (request) =>
  callbackPage(provider, "v1", request, destination),
);
