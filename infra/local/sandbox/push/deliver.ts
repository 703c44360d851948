// Delivers webhooks over HTTP with the provider's retries; the delays are scaled down.
import { setTimeout as wait } from "node:timers/promises";
import type { State } from "../state.ts";
import type { Attempt, Delivery } from "./deliveries.ts";

export interface RetryRules {
  /** Seconds before each retry, as the provider documents them. */
  readonly delaysSeconds: readonly number[];
  /** The timeout of one attempt in milliseconds; not scaled. */
  readonly timeoutMs: number;
  accepted(status: number): boolean;
  /** Whether an attempt that was not accepted is retried. */
  shouldRetry(attempt: Attempt): boolean;
}

export interface SignedRequest {
  readonly event: string;
  readonly url: string;
  readonly body: string;
  /** Called for each attempt, because signatures contain the time; `failed` is the previous attempt. */
  headers(retry: number, failed: Attempt | undefined): Record<string, string> | Promise<Record<string, string>>;
  readonly rules: RetryRules;
}

export interface SendOptions {
  /** How many times the same request is delivered, in parallel. */
  readonly times: number;
  readonly retry: boolean;
}

/** Delivers a request. Resolves when every delivery was accepted or given up. */
export function deliverAll(state: State, request: SignedRequest, { times, retry }: SendOptions): Promise<Delivery[]> {
  return Promise.all(Array.from({ length: times }, () => deliverOne(state, request, retry)));
}

/** Delivers an event caused by an API call, once, if the switch `events` is on; else undefined. */
export function deliverOwnEvent(state: State, request: SignedRequest): Promise<Delivery> | undefined {
  return state.behaviour.events ? deliverOne(state, request, true) : undefined;
}

async function deliverOne(state: State, request: SignedRequest, retry: boolean): Promise<Delivery> {
  const { deliveries, behaviour } = state;
  const delivery = deliveries.open(request.event, request.url, request.body);
  const generation = deliveries.generation();
  const waits = retry ? request.rules.delaysSeconds : [];
  for (let count = 0; deliveries.generation() === generation; count += 1) {
    const attempt = await postRequest(request, await request.headers(count, delivery.attempts.at(-1)));
    delivery.attempts.push(attempt);
    if (attempt.status !== null && request.rules.accepted(attempt.status)) {
      delivery.outcome = "accepted";
      return delivery;
    }
    const seconds = request.rules.shouldRetry(attempt) ? waits[count] : undefined;
    if (seconds === undefined) break;
    await wait(seconds * 1000 * behaviour.timeFactor, undefined, { ref: false });
  }
  delivery.outcome = "given up";
  return delivery;
}

async function postRequest({ url, body, rules }: SignedRequest, headers: Record<string, string>): Promise<Attempt> {
  const startedAt = performance.now();
  const sent = { at: new Date().toISOString(), requestHeaders: headers };
  const elapsedMs = () => Math.round(performance.now() - startedAt);
  const signal = AbortSignal.timeout(rules.timeoutMs);
  try {
    const answer = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
    const text = Array.from(await answer.text())
      .slice(0, 500)
      .join("");
    return {
      ...sent,
      ms: elapsedMs(),
      status: answer.status,
      answerHeaders: Object.fromEntries(answer.headers),
      answer: text,
    };
  } catch {
    const failure = signal.aborted ? "timeout" : "connection";
    return { ...sent, ms: elapsedMs(), status: null, failure, answerHeaders: {}, answer: "" };
  }
}

export const isSuccess = (status: number): boolean => status >= 200 && status < 300;
