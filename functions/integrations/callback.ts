import { config } from "../../lib/config.ts";
import { type GetDestination, redirectCallback } from "../../lib/connections/callback-page.ts";
import { callbackQuery } from "../../lib/connections/query-schemas.ts";
import { stateEndpoint } from "../../lib/http/endpoint.ts";
import { addOutcome } from "../../lib/oauth/return-target.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";

const provider = getProviderFromEnvironment();
const { APP_URL } = config("APP_URL");

const settingsPage = `${APP_URL}/settings/integrations`;

const getDestination: GetDestination = ({ id }, outcome, { returnTo = settingsPage }) => {
  if (outcome.status === "confirm") return addOutcome(returnTo, { provider: id, status: "confirm" }, outcome.handle);
  if (outcome.status === "success") return addOutcome(returnTo, { provider: id, status: "success" });
  return addOutcome(returnTo, { provider: id, status: "error", error: outcome.code });
};

const about =
  "Where the provider sends the browser after asking its user; goes on to the settings page or `returnTo` with `provider` and `status=success`, `status=error&error=…` or `status=confirm#handle=…`.";

export const handler = stateEndpoint({ about, query: callbackQuery(), status: 302 }, async (request) =>
  redirectCallback({ provider, route: "integrations", getDestination }, request),
);
