import { config } from "../../lib/config.ts";
import { type GetDestination, redirectCallback } from "../../lib/connections/callback-page.ts";
import { callbackQuery } from "../../lib/connections/query-schemas.ts";
import { stateEndpoint } from "../../lib/http/endpoint.ts";
import { addOutcome } from "../../lib/oauth/return-target.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";

const provider = getProviderFromEnvironment();
const { APP_URL } = config("APP_URL");

const getDestination: GetDestination = ({ id: service }, outcome, returnTo) => {
  if (outcome.status === "success") return addOutcome(returnTo ?? `${APP_URL}/oauth/success`, { service });
  const target = returnTo ?? `${APP_URL}/oauth/error`;
  if (outcome.status === "error") return addOutcome(target, { service, error: outcome.code });
  return addOutcome(target, { service, error: "confirm_required" }, outcome.handle);
};

const about = "Where the provider sends the browser after asking its user; goes on to the application.";

export const handler = stateEndpoint({ about, query: callbackQuery(), status: 302 }, async (request) =>
  redirectCallback({ provider, surface: "v1", getDestination }, request),
);
