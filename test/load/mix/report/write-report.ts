// The report of a run: one HTML file that needs nothing besides itself.
import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import type { LoadRun } from "../result.ts";
import { meetsTargets } from "../verdict.ts";
import { drawLatency, drawTraffic } from "./charts.ts";
import { drawCpu } from "./cpu-chart.ts";
import { html, type Markup } from "./markup.ts";
import { style } from "./style.ts";
import { showEndpoints, showFailures, showPhases, showVerdicts } from "./tables.ts";

/** @returns the file's path */
export async function writeReport(file: string, run: LoadRun): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, renderReport(run));
  return file;
}

/** The whole page. */
export function renderReport(run: LoadRun): string {
  const { result, cpu, place } = run;
  const total = result.phases.reduce((sum, { requests }) => sum + requests, 0);
  const count = total.toLocaleString("en-US");
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Load on the ${place}</title><style>${{ markup: style }}</style></head><body><main>
<h1>${count} requests to the ${place}: targets ${meetsTargets(result) ? "met" : "missed"}</h1>
<p class="note">${new Date(run.startedAt).toUTCString()} · ${run.origin}</p>
<div class="cards">${showVerdicts(result)}</div>
${showChart("Latency", ["p50", "p95", "p99"], (width) => drawLatency(result, width))}
${showChart("Requests and failures per second", ["rate", "failed"], (width) => drawTraffic(result, width))}
<section class="card"><h2>Phases</h2>${showPhases(result)}</section>
<section class="card"><h2>Endpoints, all phases</h2>${showEndpoints(result)}</section>
<section class="card"><h2>Failures</h2>${showFailures(result)}</section>
${Object.keys(cpu).length > 0 ? html`<section class="card"><h2>Processors in use, of ${availableParallelism()}</h2>${drawCpu(cpu, result.phases, availableParallelism())}</section>` : html``}
${describeConditions(run)}
</main></body></html>
`;
  return page.markup;
}

const legendNames: Readonly<Record<string, string>> = { rate: "ended", failed: "of these failed" };

/** Two drawings of a chart, since letters would shrink with one. */
function showChart(title: string, series: readonly string[], draw: (width: number) => Markup): Markup {
  const legend = series.map(
    (one) => html`<li><span class="swatch ${one}"></span>${legendNames[one] ?? one.toUpperCase()}</li>`,
  );
  return html`<section class="card"><h2>${title}</h2><ul class="legend">${legend}</ul><div class="wideview">${draw(980)}</div><div class="narrow">${draw(380)}</div></section>`;
}

function describeConditions({ machine, loadAverages, generator, leftOut, origin }: LoadRun): Markup {
  const [before, after] = loadAverages.map((load) => load.toFixed(1));
  const rows = [
    ["Asked", origin],
    ["Generator", `${generator}, on ${machine}`],
    ["Load average of its machine", `${before} before, ${after} after`],
    ["Times", "from before a request until its whole answer has arrived, failed ones included"],
    ...(leftOut.length > 0 ? [["Left out of the mix", leftOut.join(", ")]] : []),
  ];
  const list = rows.map(([term = "", what = ""]) => html`<dt>${term}</dt><dd>${what}</dd>`);
  return html`<section class="card"><h2>Conditions</h2><dl>${list}</dl></section>`;
}
