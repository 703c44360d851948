// What a flow costs per million, in dollars: counted units of DynamoDB, and for the rest the calls that the flow makes.
// List prices of us-east-1: aws.amazon.com/{dynamodb,api-gateway,lambda,sqs,cloudwatch}/pricing
import type { Units } from "../../../infra/local/dynamo-units.ts";

const dollarsPerMillion = {
  writeUnits: 0.625,
  readUnits: 0.125,
  httpRequests: 1,
  socketMessages: 1,
  lambdaRequests: 0.2,
  queueRequests: 0.4,
};
/** Arm64. */
const dollarsPerGbSecond = 0.0000133334;
const dollarsPerLoggedGb = 0.5;
const memoryGb = 0.25;

/** What a flow needs besides DynamoDB, for one time. Durations are assumed: a call of a provider takes 100 ms, of its token endpoint 200. */
export interface Calls {
  readonly httpRequests?: number;
  readonly socketMessages?: number;
  readonly lambdaRequests: number;
  readonly lambdaMs: number;
  readonly queueRequests?: number;
  readonly loggedBytes: number;
}

export interface Bill {
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
  const price = dollarsPerMillion;
  const parts = {
    dynamo: write * price.writeUnits + read * price.readUnits,
    lambda: lambdaRequests * price.lambdaRequests + lambdaMs * 1000 * memoryGb * dollarsPerGbSecond,
    gateway: httpRequests * price.httpRequests + socketMessages * price.socketMessages,
    queue: queueRequests * price.queueRequests,
    logs: (loggedBytes * 1_000_000 * dollarsPerLoggedGb) / 1e9,
  };
  return { ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}
