// k6's figures beside those of Artillery's last run.

import type { LoadResult } from "../mix/result.ts";
import { readResult } from "../mix/result.ts";
import { alignColumns } from "../mix/verdict.ts";

/** The 95th percentiles of both, by phase. @param file what Artillery wrote; it may be missing */
export async function compareRuns(result: LoadResult, file: string): Promise<string> {
  const planned = { phases: result.phases, targets: {}, startedAt: 0 };
  const other = await readResult(file, planned).catch(() => undefined);
  if (other === undefined) return "There is no run of Artillery to compare it with.";
  const rows = result.phases.map(({ name, p95, requests }, at) => {
    const theirs = other.phases[at];
    if (!theirs || theirs.requests === 0) return [name, "–", "–", "–"];
    const note = Math.abs(requests / theirs.requests - 1) > 0.05 ? " (of another length)" : "";
    const difference = `${(100 * (p95 / theirs.p95 - 1)).toFixed(0)} %${note}`;
    return [name, `${Math.round(p95)} ms`, `${Math.round(theirs.p95)} ms`, difference];
  });
  return alignColumns([["P95", "k6", "Artillery", "difference"], ...rows]).join("\n");
}
