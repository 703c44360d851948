// What a flow costs: units of DynamoDB, and for the rest the calls that it makes.
import type { Units } from "../local/dynamo-units.ts";
import type { Calls } from "./flows.ts";
import { prices } from "./prices.ts";

const memoryGb = 0.25;

interface Bill {
  readonly dynamo: number;
  readonly lambda: number;
  readonly gateway: number;
  readonly queue: number;
  readonly logs: number;
  readonly total: number;
}

/** Dollars for a million times. */
export function priceFlow({ write, read }: Units, calls: Calls): Bill {
  const { httpRequests = 0, socketMessages = 0, queueRequests = 0, lambdaRequests, lambdaMs, loggedBytes } = calls;
  const price = prices.perMillion;
  const parts = {
    dynamo: write * price.writeUnits + read * price.readUnits,
    lambda: lambdaRequests * price.lambdaRequests + lambdaMs * 1000 * memoryGb * prices.lambdaGbSecond,
    gateway: httpRequests * price.httpRequests + socketMessages * price.socketMessages,
    queue: queueRequests * price.queueRequests,
    logs: (loggedBytes * 1_000_000 * prices.loggedGb) / 1e9,
  };
  return { ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}
