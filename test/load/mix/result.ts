// What a run has measured, as the table, the report and the comparison of generators read it.
import { readFile } from "node:fs/promises";
import * as z from "zod";
import type { CpuUse } from "./cpu.ts";
import type { Phase, Target, Targets } from "./phases.ts";
import { type Endpoint, mix } from "./requests.ts";

/** Milliseconds. */
interface Latency {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export interface Figures extends Latency {
  readonly requests: number;
  /** How many of them were answered with success. */
  readonly ok: number;
}

export interface PhaseResult extends Phase, Figures {
  readonly target?: Target;
}

/** A part of the run, of at most the ten seconds that Artillery counts by. */
export interface Period extends Figures {
  /** Seconds since the first phase's begin. */
  readonly from: number;
  readonly seconds: number;
}

export interface LoadResult {
  readonly phases: readonly PhaseResult[];
  readonly endpoints: readonly (Figures & { readonly name: Endpoint })[];
  readonly periods: readonly Period[];
  /** Such as "gmail 503", and how often. */
  readonly failures: readonly (readonly [what: string, count: number])[];
}

/** What stands in a report besides: where, when, and what else the machine did. */
export interface LoadRun {
  readonly result: LoadResult;
  /** The address that was asked. */
  readonly origin: string;
  /** Such as "local stack". */
  readonly place: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** By phase; empty where it was not measured. */
  readonly cpu: Readonly<Record<string, CpuUse>>;
  readonly machine: string;
  /** Load averages of the last minute, before and after. */
  readonly loadAverages: readonly [before: number, after: number];
  readonly leftOut: readonly Endpoint[];
  /** Version of the generator. */
  readonly generator: string;
}

const histogram = z.object({ p50: z.number(), p95: z.number(), p99: z.number(), max: z.number() });
const metricsSchema = z.object({
  counters: z.record(z.string(), z.number()).default({}),
  summaries: z.record(z.string(), histogram).default({}),
});
const periodSchema = metricsSchema.extend({ period: z.coerce.number() });
const outputSchema = z.object({ aggregate: metricsSchema, intermediate: z.array(periodSchema) });

type Metrics = z.infer<typeof metricsSchema>;

const noLatency: Latency = { p50: 0, p95: 0, p99: 0, max: 0 };

/** What was run, and when its first phase began: milliseconds since 1970. */
interface Planned {
  readonly phases: readonly Phase[];
  readonly targets: Targets;
  readonly startedAt: number;
}

/** Reads what Artillery writes with `--output`. Its percentiles are within one percent of the true ones (DDSketch). */
export async function readResult(file: string, { phases, targets, startedAt }: Planned): Promise<LoadResult> {
  const { aggregate, intermediate } = outputSchema.parse(JSON.parse(await readFile(file, "utf8")));
  const seconds = phases.reduce((sum, phase) => sum + phase.seconds, 0);
  return {
    phases: phases.map((phase) => ({
      ...phase,
      ...readFigures(aggregate, `phase.${phase.name}`),
      ...(targets[phase.name] && { target: targets[phase.name] }),
    })),
    endpoints: (Object.keys(mix) as Endpoint[])
      .map((name) => ({ name, ...readFigures(aggregate, `endpoint.${name}`) }))
      .filter(({ requests }) => requests > 0),
    periods: intermediate
      .toSorted((a, b) => a.period - b.period)
      .map((period) => ({ ...placePeriod((period.period - startedAt) / 1000, seconds), ...readPeriod(period, phases) }))
      .filter(({ requests }) => requests > 0),
    failures: Object.entries(aggregate.counters)
      .filter(([name]) => name.startsWith("failure."))
      .map(([name, count]) => [name.slice("failure.".length), count] as const)
      .sort(([, a], [, b]) => b - a),
  };
}

const readFigures = ({ counters, summaries }: Metrics, name: string): Figures => ({
  requests: counters[`${name}.requests`] ?? 0,
  ok: counters[`${name}.ok`] ?? 0,
  ...(summaries[`${name}.latency`] ?? noLatency),
});

const periodSeconds = 10;

/** Which part of the run a period covers: Artillery's begin at full ten seconds, and so before the run. */
function placePeriod(begin: number, runSeconds: number): Pick<Period, "from" | "seconds"> {
  const from = Math.max(0, begin);
  // The period in which the last phase ends counts up to there; what is answered later has its own.
  const until = begin < runSeconds ? Math.min(runSeconds, begin + periodSeconds) : begin + periodSeconds;
  return { from, seconds: Math.max(1, until - from) };
}

function readPeriod(metrics: Metrics, phases: readonly Phase[]): Figures {
  const all = phases.map(({ name }) => readFigures(metrics, `phase.${name}`));
  const sum = (key: "requests" | "ok") => all.reduce((total, figures) => total + figures[key], 0);
  return { ...(metrics.summaries["all.latency"] ?? noLatency), requests: sum("requests"), ok: sum("ok") };
}
