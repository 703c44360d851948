// How the account's Lambda concurrency is shared, so that one hanging provider cannot starve what must not wait.
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
import { z } from "zod";
import type { AwsAnswer } from "./aws/call-aws.ts";
import type { Route } from "./route.ts";

/** AWS's default; a new account may have 10 until it asks for more. */
export const defaultConcurrency = 1000;

/** Below it reservations would leave too little for everything else. */
const minForReservations = 200;

/** Of the account's limit, for all receivers together. AWS insists that 100 stay unreserved. */
const reservedShare = 0.2;

/** A receiver answers within milliseconds, so this is a thousand events a second. */
const maxPerReceiver = 20;

/**
 * The reservation of each receiver. Only receivers have one: events are lost when they wait, and a reservation also caps.
 * @returns undefined when the account's limit is too small for reservations
 */
export function planReservation(limit: number, receivers: number): number | undefined {
  if (limit < minForReservations || receivers === 0) return undefined;
  const each = Math.min(maxPerReceiver, Math.floor((reservedShare * limit) / receivers));
  return each > 0 ? each : undefined;
}

/**
 * The reservation of a Lambda that holds a connection to the database, which caps its connections.
 * @param connections that the database can spare
 * @returns undefined when the account's limit is too small for reservations; it is then the cap itself
 */
export const planDatabaseReservation = (limit: number, connections: number): number | undefined =>
  limit < minForReservations ? undefined : connections;

/** How long a data endpoint works while its provider is well. */
const usualSeconds = 0.5;

export interface SharedConcurrency {
  readonly limit: number;
  /** Of all receivers, and of the Lambdas that ask a database in a VPC. */
  readonly reservationTotal: number;
  /** Batches that all workers may process at a time. */
  readonly workers: number;
}

/**
 * What data endpoints may take together. A tenth, and a hundred at most, is left for flows, schedules and the account's
 * other Lambdas; where the limit is tiny, data endpoints have a fifth of it all the same.
 */
const getDataShare = ({ limit, reservationTotal, workers }: SharedConcurrency): number =>
  Math.max(0.2 * limit, limit - reservationTotal - workers - Math.min(100, 0.1 * limit));

type Ceiling = Pick<Route, "perSecond" | "callSeconds" | "provider">;

/** How the ceilings of data endpoints are lowered. */
export interface CeilingPlan {
  /** For the requests per second; 1 at most. */
  readonly factor: number;
  /** Requests that are let through at once on every route: a page asks for several things together. */
  readonly minBurst: number;
}

/**
 * Lowers the ceilings so that the Lambdas fit into the account while any one application hangs: every call of its providers
 * takes as long as it may, and those of all others the usual time.
 * @param getApplication a provider's application; providers that share one hang together
 */
export function planCeilings(
  rows: readonly Ceiling[],
  shared: SharedConcurrency,
  getApplication: (provider: Ceiling["provider"]) => string,
): CeilingPlan {
  const minBurst = Math.min(10, Math.max(1, Math.floor(shared.limit / 200)));
  const data = rows.filter(({ callSeconds }) => callSeconds !== undefined);
  const usual = sum(data.map(({ perSecond }) => usualSeconds * perSecond));
  const factors = [...Map.groupBy(data, ({ provider }) => getApplication(provider)).values()].map((own) => {
    const left = getDataShare(shared) - minBurst * own.length;
    // A second more for a burst of as many requests as come in a second.
    const hanging = own.map(({ perSecond, callSeconds = 0 }) => (callSeconds + 1 - usualSeconds) * perSecond);
    return Math.max(0, left) / (usual + sum(hanging));
  });
  return { factor: Math.min(1, ...factors), minBurst };
}

/** The throttle of a route: requests per second, and how many at once. API Gateway takes fractions of a request per second. */
export function computeThrottle({ perSecond, callSeconds }: Ceiling, { factor, minBurst }: CeilingPlan) {
  if (callSeconds === undefined) return { rate: perSecond, burst: 2 * perSecond };
  const rate = Math.max(0.1, Math.floor(100 * perSecond * factor) / 100);
  return { rate, burst: Math.max(minBurst, Math.floor(rate)) };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const variable = "PATCHBAY_ACCOUNT_CONCURRENCY";

/** What `npm run deploy` has read, for the CDK app that it starts. */
export const passAccountConcurrency = (limit: number) => ({ [variable]: String(limit) });

/** The limit that `npm run deploy` has read; nothing where no account is asked, as at synth. */
export function readAccountConcurrency(env: NodeJS.ProcessEnv = process.env): { accountConcurrency?: number } {
  const value = Number(env[variable]);
  return Number.isInteger(value) && value > 0 ? { accountConcurrency: value } : {};
}

const settingsSchema = z.object({ AccountLimit: z.object({ ConcurrentExecutions: z.int().positive() }) });

/**
 * Reads the limit from Lambda's answer about the account: https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html
 * @throws Error in one sentence when there is none
 */
export function parseAccountConcurrency({ status, text }: AwsAnswer): number {
  if (status === 200) return settingsSchema.parse(JSON.parse(text)).AccountLimit.ConcurrentExecutions;
  throw new Error(
    `Lambda answered ${status} when asked for the account's concurrency: lambda:GetAccountSettings is needed.`,
  );
}

/** @returns a notice for the operator, or undefined when there is nothing to say */
export function describeConcurrency(limit: number): string | undefined {
  if (limit >= defaultConcurrency) return undefined;
  const asking = `Ask AWS for 1,000 or more ("Concurrent executions" under Service Quotas, Lambda).`;
  if (limit >= minForReservations)
    return `This account runs at most ${limit} Lambdas at a time: the ceilings of data endpoints are low, to fit. ${asking}`;
  return `This account runs at most ${limit} Lambdas at a time, too few to reserve any for webhooks: a hanging provider can keep events waiting. ${asking}`;
}
