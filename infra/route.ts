import type { ProviderId } from "../lib/provider-ids.ts";
import type { Permission } from "./permissions.ts";

type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Who may call: proven by the user's, a service's or an admin's JWT, by the OAuth state, by a signature, by Google's token of
 * Pub/Sub, or by nobody. */
export type Caller = "user" | "service" | "admin" | "state" | "signature" | "pubsub" | "nobody";

/** One row of the table. */
export interface Route {
  /** Method and path as API Gateway knows them. */
  readonly on: `${HttpMethod} /${string}`;
  /** `functions/<run>.ts`. Rows with the same entry and provider share one Lambda. */
  readonly run: string;
  /** The Lambda's name where it is not the entry's: rows with the same entry and another name have Lambdas of their own. */
  readonly lambda?: string;
  readonly caller: Caller;
  readonly permissions: readonly Permission[];
  /** The one provider this Lambda serves, or every one of them for a Lambda that only needs their settings. */
  readonly provider?: ProviderId | "every";
  /** MB; 256 when absent. Less costs more: the CPU share falls with it. */
  readonly memory?: number;
  /** The route's ceiling for all callers together. Fairness between users is a counter in the Lambda. */
  readonly perSecond: number;
}
