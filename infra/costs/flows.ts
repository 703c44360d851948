// The flows whose costs are counted, and what each needs besides DynamoDB, for one time. Durations are assumed: a call of a provider
// takes 100 ms, of its token endpoint 200. `npm run costs` counts the units of DynamoDB; recorded-units.json keeps them.
import type { Units } from "../local/dynamo-units.ts";
import recorded from "./recorded-units.json" with { type: "json" };

export interface Calls {
  readonly httpRequests?: number;
  readonly socketMessages?: number;
  readonly lambdaRequests: number;
  readonly lambdaMs: number;
  readonly queueRequests?: number;
  readonly loggedBytes: number;
}

const dataCall: Calls = { httpRequests: 1, lambdaRequests: 1, lambdaMs: 120, loggedBytes: 800 };
const received: Calls = { httpRequests: 1, lambdaRequests: 2, lambdaMs: 70, queueRequests: 3, loggedBytes: 2000 };

export const flows = {
  ignoredEvent: { name: "event that concerns nobody (5 kB)", calls: received },
  event: { name: "event → outbox (5 kB)", calls: received },
  shown: {
    name: "outbox → activity → one socket",
    calls: { socketMessages: 1, lambdaRequests: 1, lambdaMs: 60, loggedBytes: 800 },
  },
  connect: {
    name: "connect, whole flow",
    calls: { httpRequests: 2, lambdaRequests: 2, lambdaMs: 450, loggedBytes: 2500 },
  },
  dataCall: { name: "data call", calls: dataCall },
  /** The call itself is in it. */
  refreshingCall: {
    name: "data call with a refresh",
    calls: { ...dataCall, lambdaMs: dataCall.lambdaMs + 220, loggedBytes: dataCall.loggedBytes + 600 },
  },
  missedList: {
    name: "miss of a kept list (11 kB)",
    calls: { httpRequests: 1, lambdaRequests: 1, lambdaMs: 140, loggedBytes: 900 },
  },
} as const satisfies Readonly<Record<string, { readonly name: string; readonly calls: Calls }>>;

export type FlowName = keyof typeof flows;

const units: Readonly<Record<string, Units>> = recorded;

/** What the flow took of DynamoDB when it was counted last, for contents of median size. @throws Error when it was not */
export function readUnits(flow: FlowName): Units {
  const found = units[flows[flow].name];
  if (found === undefined)
    throw new Error(`infra/costs/recorded-units.json has no "${flows[flow].name}": run npm run costs.`);
  return found;
}
