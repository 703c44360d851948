// The test script that Artillery runs: https://www.artillery.io/docs/reference/test-script
import { join } from "node:path";
import type { Phase, Targets } from "./phases.ts";

/** The seconds a request waits for its answer. API Gateway answers within thirty. */
const answerTimeoutSeconds = 30;

/** Connections that are kept open, as browsers and backends do; more requests at once would wait for one. */
const maxConnections = 250;

/**
 * One virtual user for each request, which the processor chooses. The conditions decide Artillery's exit code.
 * @param origin of the API, without a path
 */
export const buildScript = (origin: string, phases: readonly Phase[], targets: Targets) => ({
  config: {
    target: origin,
    phases: phases.map(({ name, seconds, from, to }) => ({
      ...{ name, duration: seconds, arrivalRate: from },
      ...(to !== from && { rampTo: to }),
    })),
    http: { timeout: answerTimeoutSeconds, pool: maxConnections },
    processor: join(import.meta.dirname, "processor.mjs"),
    plugins: { ensure: {} },
    ensure: { conditions: listConditions(targets).map((expression) => ({ expression, strict: true })) },
  },
  scenarios: [
    {
      name: "mix",
      beforeRequest: ["prepareRequest"],
      afterResponse: ["recordAnswer"],
      onError: ["recordFailure"],
      flow: [{ get: { url: "/" } }],
    },
  ],
});

/** Such as "phase.peak.latency.p95 < 500". */
export const listConditions = (targets: Targets): string[] =>
  Object.entries(targets).flatMap(([name, { success, p50, p95, p99 }]) => [
    `phase.${name}.ok / phase.${name}.requests > ${success}`,
    ...Object.entries({ p50, p95, p99 }).map(([share, ms]) => `phase.${name}.latency.${share} < ${ms}`),
  ]);
