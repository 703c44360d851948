// What a stage costs at a size, and what it does in its busiest second.

import type { Units } from "../local/dynamo-units.ts";
import { assumptions as assumed, socketWork } from "./assumptions.ts";
import { getCountingUnits } from "./counting.ts";
import { type Calls, type FlowName, flows, readUnits } from "./flows.ts";
import { daysAMonth, hoursAMonth, prices } from "./prices.ts";

/** How often a day a flow runs, for all connections. */
type Frequencies = Readonly<Record<FlowName, number>>;

const countDays = (connections: number): Frequencies => {
  const calls = assumed.dataCalls * connections;
  const missedList = calls * assumed.missedShare;
  const refreshingCall = assumed.visits * assumed.shortLivedShare * connections;
  const event = assumed.events * assumed.heardShare * connections;
  return {
    missedList,
    refreshingCall,
    dataCall: calls - missedList - refreshingCall,
    event,
    shown: event,
    ignoredEvent: assumed.events * connections - event,
    connect: (assumed.connects * connections) / daysAMonth,
  };
};

interface Work {
  readonly times: number;
  readonly units: Units;
  readonly calls: Calls;
}

/** All that happens in a day. */
function listWork(connections: number): Work[] {
  const daily = countDays(connections);
  const names = Object.keys(flows).filter((name): name is FlowName => name in daily);
  const sockets = countSockets(connections);
  const { ping, open } = socketWork;
  const socket = (times: number, { units, ...calls }: (typeof socketWork)[keyof typeof socketWork]): Work => ({
    ...{ times, units },
    calls: { socketMessages: 1, lambdaRequests: 1, ...calls },
  });
  return [
    ...names.map((name) => ({ times: daily[name], units: addCounting(name), calls: flows[name].calls })),
    socket(sockets.pings, ping),
    socket(sockets.opened, open),
  ];
}

/** What the flow takes itself, and what counting it takes. */
function addCounting(name: FlowName): Units {
  const { write, read } = readUnits(name);
  return { write: write + getCountingUnits(name), read };
}

/** Sockets, and how many open and ping a day. */
function countSockets(connections: number) {
  const open = assumed.openSockets * connections;
  return { open, opened: (open * 1440) / assumed.socketMinutes, pings: (open * 1440) / assumed.pingMinutes };
}

/** What is needed for a month, or in a second. */
export interface Amounts {
  readonly write: number;
  readonly read: number;
  readonly httpRequests: number;
  readonly socketMessages: number;
  readonly lambdaRequests: number;
  readonly lambdaSeconds: number;
  readonly queueRequests: number;
  readonly loggedBytes: number;
  readonly events: number;
  readonly openedSockets: number;
}

const memoryGb = 0.25;
const secondsADay = 86_400;

/** @param days for how long; a second is 1 / 86,400 */
export function computeAmounts(connections: number, days: number): Amounts {
  const work = listWork(connections);
  const sum = (pick: (one: Work) => number) => days * work.reduce((total, one) => total + one.times * pick(one), 0);
  return {
    write: sum(({ units }) => units.write),
    read: sum(({ units }) => units.read),
    httpRequests: sum(({ calls }) => calls.httpRequests ?? 0),
    socketMessages: sum(({ calls }) => calls.socketMessages ?? 0),
    lambdaRequests: sum(({ calls }) => calls.lambdaRequests),
    lambdaSeconds: sum(({ calls }) => calls.lambdaMs / 1000),
    queueRequests: sum(({ calls }) => calls.queueRequests ?? 0),
    loggedBytes: sum(({ calls }) => calls.loggedBytes),
    events: assumed.events * connections * days,
    openedSockets: countSockets(connections).opened * days,
  };
}

/** In the busiest second. */
export function computePeak(connections: number): Amounts {
  return computeAmounts(connections, assumed.peak / secondsADay);
}

/** Containers of Lambdas that run at a time in the busiest second. Each opens its own keys and reads its own secrets. */
export const countContainers = (peak: Amounts): number => Math.max(1, peak.lambdaSeconds);

/** A container opens a data key again after 5 to 15 minutes, and has those of as many buckets as it meets (lib/vault/seal.ts). */
export const keysOfContainer = 16;
export const keyMinutes = 10;
const kmsCalls = (containers: number, minutes: number) => (containers * keysOfContainer * minutes) / keyMinutes;

interface MonthlyBill {
  readonly DynamoDB: number;
  readonly Lambda: number;
  readonly "API Gateway": number;
  readonly SQS: number;
  readonly logs: number;
  readonly KMS: number;
  readonly storage: number;
  readonly fixed: number;
  readonly total: number;
}

/** Dollars a month. @param fixed of the idle month and of the custom metrics, by computeIdleMonth and the list of series */
export function priceMonth(connections: number, fixed: number): MonthlyBill {
  const month = computeAmounts(connections, daysAMonth);
  const { perMillion } = prices;
  const millions = (number: number, price: number) => (number / 1e6) * price;
  const meanContainers = countContainers(computePeak(connections)) / assumed.peak;
  const sockets = assumed.openSockets * connections;
  const parts = {
    DynamoDB: millions(month.write, perMillion.writeUnits) + millions(month.read, perMillion.readUnits),
    Lambda:
      millions(month.lambdaRequests, perMillion.lambdaRequests) +
      month.lambdaSeconds * memoryGb * prices.lambdaGbSecond,
    "API Gateway":
      millions(month.httpRequests, perMillion.httpRequests) +
      millions(month.socketMessages, perMillion.socketMessages) +
      millions(sockets * hoursAMonth * 60, perMillion.socketMinutes),
    SQS: millions(month.queueRequests, perMillion.queueRequests),
    logs: (month.loggedBytes / 1e9) * prices.loggedGb,
    KMS: millions(kmsCalls(Math.max(1, meanContainers), hoursAMonth * 60), perMillion.kmsRequests),
    storage: priceStorage(connections),
    fixed,
  };
  return { ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}

function priceStorage(connections: number): number {
  const { events, heardShare, connectionBytes, deliveryBytes, activityBytes } = assumed;
  const kept = 90;
  const rows = connections * connectionBytes;
  const activities = connections * events * heardShare * kept * activityBytes;
  const deliveries = connections * events * kept * deliveryBytes;
  return ((rows + activities + deliveries) * prices.storedGb + (rows + activities) * prices.backedUpGb) / 1e9;
}
