// How the account's Lambda concurrency is shared, so that one hanging provider cannot starve what must not wait.
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
import { z } from "zod";
import type { AwsAnswer } from "./aws/call-aws.ts";

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
 * A ceiling of the table, for the account's limit: the table is written for the default one.
 * @returns requests per second, 1 or more
 */
export const scaleCeiling = (perSecond: number, limit: number): number =>
  Math.max(1, Math.floor((perSecond * limit) / defaultConcurrency));

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
    return `This account runs at most ${limit} Lambdas at a time: the ceilings of data endpoints are lowered to fit. ${asking}`;
  return `This account runs at most ${limit} Lambdas at a time, too few to reserve any for webhooks: a hanging provider can keep events waiting. ${asking}`;
}
