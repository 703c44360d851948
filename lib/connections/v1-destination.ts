import { config } from "../config.ts";
import { addOutcome } from "../oauth/return-target.ts";
import type { GetDestination, PageOutcome } from "./callback-page.ts";

/** Where the callbacks of the gateway's surface send the browser: the flow's return target, else the application's result pages. */
export const getV1Destination: GetDestination = ({ id: service }, outcome, { returnTo }) => {
  const { handle, query } = describeOutcome(outcome);
  return addOutcome(returnTo ?? getResultPage(outcome), { service, ...query }, handle);
};

/** The application's page for an outcome. */
export const getResultPage = ({ status }: Pick<PageOutcome, "status">): string =>
  `${config("APP_URL").APP_URL}/oauth/${status === "success" ? "success" : "error"}`;

/** A front end that does not know the confirmation shows it as an error: nothing is connected yet. */
function describeOutcome(outcome: PageOutcome): { query: Record<string, string>; handle?: string } {
  if (outcome.status === "success") return { query: {} };
  if (outcome.status === "error") return { query: { error: outcome.code } };
  return { query: { error: "confirm_required" }, handle: outcome.handle };
}
