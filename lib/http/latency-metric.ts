import { config } from "../config.ts";
import { measure } from "../metrics.ts";

const { OPERATION } = config("OPERATION");

/** CloudWatch's limit for the values of one metric in one line. */
const maxValues = 100;

/** Measures each request until its headers arrive; `report` writes all as one metric line, whose sample count is the number of calls. */
export function withLatencyMetric(send: typeof fetch, clock: () => number = () => performance.now()) {
  const durations: number[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const startedAt = clock();
    try {
      return await send(input, init);
    } finally {
      durations.push(clock() - startedAt);
    }
  };
  const report = (provider: string) =>
    durations.length > 0 &&
    measure("ProviderLatency", durations.slice(0, maxValues), { provider }, { operation: OPERATION });
  return { fetch, report };
}
