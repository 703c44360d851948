// The custom metrics that a stage can have: every name with each value of its dimension.
import { metricSeries } from "../../lib/metric-series.ts";

interface SeriesRow {
  readonly name: string;
  /** Beside the stage. */
  readonly dimension?: string;
}

/** @param services client ids of the stage's services */
export function listSeries(providers: readonly string[], services: readonly string[]): SeriesRow[] {
  const values = { provider: providers, service: services };
  return Object.entries(metricSeries).flatMap(([name, series]): SeriesRow[] =>
    "by" in series ? values[series.by].map((value) => ({ name, dimension: `${series.by} ${value}` })) : [{ name }],
  );
}
