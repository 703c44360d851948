import { config } from "../config.ts";
import { measure } from "../metrics.ts";

const { OPERATION } = config("OPERATION");

/** Of one metric in one line. */
const maxValues = 100;

/**
 * A fetch whose requests are timed, until their headers arrive: how slow a provider is, and how many calls an operation costs
 * it (the metric's sample count). One line for all of them, since a list may be forty calls.
 */
export function withLatencyMetric(send: typeof fetch, clock: () => number = () => performance.now()) {
  const taken: number[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const from = clock();
    try {
      return await send(input, init);
    } finally {
      taken.push(clock() - from);
    }
  };
  const report = (provider: string) =>
    taken.length > 0 &&
    measure("ProviderLatency", taken.slice(0, maxValues), "Milliseconds", { provider, operation: OPERATION });
  return { fetch, report };
}
