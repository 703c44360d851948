import { config } from "../config.ts";
import { Problem } from "../errors.ts";
import { measure } from "../metrics.ts";
import { findProviderError } from "./provider-error.ts";

const { OPERATION } = config("OPERATION");

/** CloudWatch's limit for the values of one metric in one line. */
const maxValues = 100;

/** An alarm watches the sum of these: what failed beyond a quarter of all operations. */
const excess = { failed: 0.75, other: -0.25 } as const;

/**
 * Measures each request until its headers arrive. `report` writes all as one line, with whether the operation that made them failed
 * because of the provider.
 */
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
  /** @param error how the operation ended, if it failed */
  const report = (provider: string, error?: unknown): void => {
    if (durations.length === 0) return;
    const ProviderFailureExcess = isOutage(error) ? excess.failed : excess.other;
    const values = durations.slice(0, maxValues);
    measure("ProviderLatency", values, { provider, operation: OPERATION }, { ProviderFailureExcess });
  };
  return { fetch, report };
}

/** Whether a provider's failure is among the causes, also of a Problem. Refusals such as a missing permission are the user's matter. */
function isOutage(error: unknown): boolean {
  const kind = findProviderError(error instanceof Problem ? error.cause : error)?.kind;
  return kind === "transient" || kind === "unknown";
}
