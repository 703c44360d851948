import { config } from "../config.ts";
import { addOutcome } from "../oauth/return-target.ts";
import type { GetDestination, PageOutcome } from "./callback-page.ts";

/** Where the callbacks of the broker's surface send the browser: the flow's return target, else the application's result pages. */
export const getBrokerDestination: GetDestination = ({ id }, outcome, { returnTo, integrationId }) => {
  const named = integrationId === undefined ? {} : { integration_id: integrationId };
  const success = String(outcome.status === "success");
  const query = { success, ...describeOutcome(id, outcome), ...named };
  return addOutcome(
    returnTo ?? getResultPage(outcome),
    query,
    outcome.status === "confirm" ? outcome.handle : undefined,
  );
};

/** The page that confirms must know the provider; no other outcome needs it. */
function describeOutcome(provider: string, outcome: PageOutcome): Readonly<Record<string, string>> {
  if (outcome.status === "success") return {};
  return outcome.status === "error" ? { error: outcome.code } : { error: "confirm_required", provider };
}

const getResultPage = ({ status }: PageOutcome): string =>
  `${config("APP_URL").APP_URL}/integrations/${status === "success" ? "success" : "error"}`;
