// The report's tables and verdicts.
import type { Figures, LoadResult, PhaseResult } from "../result.ts";
import { type Check, checkPhase, toSuccess } from "../verdict.ts";
import { html, type Markup } from "./markup.ts";

/** A card for each phase of which something is expected: each figure beside its target, and a bar of how much of it is used. */
export const showVerdicts = ({ phases }: LoadResult): Markup[] =>
  phases
    .map((phase) => ({ phase, checks: checkPhase(phase) }))
    .filter(({ checks }) => checks.length > 0)
    .map(({ phase, checks }) => {
      const isMet = checks.every((check) => check.isMet);
      return html`<section class="card"><h2>${phase.name} <span class="badge ${isMet ? "met" : "missed"}">${isMet ? "met" : "missed"}</span></h2>
<p class="note">${describeRate(phase)}</p>
<table><tbody>${checks.map(showCheck)}</tbody></table></section>
`;
    });

const describeRate = ({ from, to, seconds }: PhaseResult): string =>
  `${from === to ? from : `${from} to ${to}`} requests a second for ${seconds} s`;

function showCheck({ what, measured, target, isMet }: Check): Markup {
  const isShare = what === "success";
  // Of a share only the part that may be missing is shown.
  const used = isShare ? (100 - measured) / (100 - target) : measured / target;
  const texts = isShare
    ? [`${measured.toFixed(2)} %`, `> ${target} %`]
    : [`${Math.round(measured)} ms`, isMet ? `< ${target} ms` : `< ${target} ms, × ${(measured / target).toFixed(1)}`];
  return html`<tr><th scope="row">${isShare ? "success" : what.toUpperCase()}</th><td class="figure ${isMet ? "" : "bad"}">${texts[0] ?? ""}</td><td class="wide"><div class="meter"><span class="${isMet ? "met" : "missed"}" style="width:${100 * Math.min(1, used)}%"></span></div></td><td class="note">${texts[1] ?? ""}</td></tr>
`;
}

export const showPhases = ({ phases }: LoadResult): Markup =>
  showTable(
    ["Phase", "Rate", "Verdict"],
    phases.map((phase) => ({
      first: phase.name,
      rate: describeRate(phase).replace(" requests a second for", "/s,"),
      figures: phase,
      last: listMissed(phase),
    })),
  );

/** By how much stands in the cards. */
function listMissed(phase: PhaseResult): string {
  const checks = checkPhase(phase);
  const missed = checks
    .filter(({ isMet }) => !isMet)
    .map(({ what }) => (what === "success" ? what : what.toUpperCase()));
  if (checks.length === 0) return "–";
  return missed.length === 0 ? "met" : `missed: ${missed.join(", ")}`;
}

export const showEndpoints = ({ endpoints }: LoadResult): Markup => {
  const all = endpoints.reduce((sum, { requests }) => sum + requests, 0);
  const getShare = ({ requests }: Figures) => `${((100 * requests) / all).toFixed(1)} %`;
  return showTable(
    ["Endpoint", "Share"],
    endpoints.map((figures) => ({ first: figures.name, rate: getShare(figures), figures })),
  );
};

interface Row {
  readonly first: string;
  readonly rate: string;
  readonly figures: Figures;
  readonly last?: string;
}

function showTable([first = "", rate = "", last]: readonly string[], rows: readonly Row[]): Markup {
  const heads = [rate, "Requests", "Success", "P50", "P95", "P99", "Max"].map(
    (head) => html`<th scope="col">${head}</th>`,
  );
  const lastHead = last ? html`<th scope="col" class="words">${last}</th>` : html``;
  const body = rows.map(({ first: name, rate: own, figures, last: words }) => {
    const { requests, p50, p95, p99, max } = figures;
    const times = [p50, p95, p99, max].map((ms) => html`<td>${Math.round(ms)} ms</td>`);
    const lastCell = words === undefined ? html`` : html`<td class="words">${words}</td>`;
    return html`<tr><th scope="row">${name}</th><td>${own}</td><td>${requests}</td><td>${toSuccess(figures).toFixed(2)} %</td>${times}${lastCell}</tr>
`;
  });
  return html`<div class="scroll"><table class="data"><thead><tr><th scope="col">${first}</th>${heads}${lastHead}</tr></thead><tbody>${body}</tbody></table></div>`;
}

export function showFailures({ failures }: LoadResult): Markup {
  if (failures.length === 0) return html`<p>None.</p>`;
  return html`<ul>${failures.slice(0, 20).map(([what, count]) => html`<li>${count} × ${what}</li>`)}</ul>`;
}
