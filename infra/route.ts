import type { ProviderId } from "../lib/provider-ids.ts";
import type { McpStage } from "./config/mcp.ts";
import type { Stage } from "./config.ts";
import type { Permission } from "./permissions.ts";

type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

const tokenCallers = ["user", "service", "admin", "user-or-service", "service-or-admin"] as const;
type TokenCaller = (typeof tokenCallers)[number];

/** Those that an authorizer has seen a token of. */
export const callersWithToken: ReadonlySet<Caller> = new Set(tokenCallers);

/** Who may call: authenticated by the JWT of a user, a service, an administrator, or one of two of them, by the OAuth state, by a signature, by Google's
 * Pub/Sub token, or not at all (`nobody`). */
export type Caller = TokenCaller | "state" | "signature" | "pubsub" | "nobody";

/** The settings of a stage that rows depend on. */
export type RouteSettings = Partial<
  Pick<Stage, "sharedCallback" | "formerCallbacks" | "resultPages" | "services" | "ehr" | "edge">
> & {
  /** Only whether there is a database counts, not which. */
  readonly mcp?: { readonly database?: object | undefined; readonly connections?: McpStage["connections"] } | undefined;
};

/** One row of the table. */
export interface Route {
  /** Method and path in API Gateway's notation. */
  readonly on: `${HttpMethod} /${string}`;
  /** `functions/<run>.ts`. Rows with the same entry and provider share one Lambda. */
  readonly run: string;
  /** The Lambda's name; default: the entry. Rows with the same entry and another name have another Lambda. */
  readonly lambda?: string;
  readonly caller: Caller;
  readonly permissions: readonly Permission[];
  /** The provider this Lambda serves, or "every" for a Lambda that needs the settings of all of them. */
  readonly provider?: ProviderId | "every";
  /** MB; default 256. Less memory also means less CPU. */
  readonly memory?: number;
  /**
   * The route's throttle, for all callers together; limits per user are counted in the Lambda. That of a data endpoint is what
   * it gets in an account without limits: synth lowers it to fit (concurrency.ts).
   */
  readonly perSecond: number;
  /** Seconds that all calls to the provider may take together. Set for data endpoints, and for nothing else. */
  readonly callSeconds?: number;
  /**
   * Takes what the rows of its shape with a provider's name in the place of its variable leave over, or methods that a protocol wants answered: it refuses
   * them, and is not in the OpenAPI document.
   */
  readonly isLeftover?: true;
  /** Whether it receives webhooks. */
  readonly isReceiver?: true;
  /** A file made from the stage's configuration, beside the bundle, where the stage has what it is about. */
  readonly stageFile?: "mcp.json";
  /** Whether it connects to the stage's database: it runs in the database's VPC, where the stage names one. */
  readonly inVpc?: true;
}
