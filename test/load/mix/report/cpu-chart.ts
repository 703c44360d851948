// Who used the processors in each phase, as stacked bars.
import type { CpuUse, Part } from "../cpu.ts";
import type { PhaseResult } from "../result.ts";
import { toTwoDigits } from "../verdict.ts";
import { html, type Markup } from "./markup.ts";

const names: Readonly<Record<Part | "others", string>> = {
  generator: "generator",
  emulator: "AWS emulator",
  lambdas: "Lambdas",
  database: "database",
  command: "origin, sandboxes",
  others: "programs with no part in the run",
};

const all = Object.keys(names) as (keyof CpuUse)[];

/** @param processors that the machine has: the width of a bar */
export function drawCpu(
  cpu: Readonly<Record<string, CpuUse>>,
  phases: readonly PhaseResult[],
  processors: number,
): Markup {
  const rows = phases.flatMap(({ name }) => (cpu[name] ? [drawRow(name, cpu[name], processors)] : []));
  const measured = all.filter((part) => Object.values(cpu).some((use) => use[part] >= 0.005));
  const legend = measured.map((part) => html`<li><span class="swatch ${part}"></span>${names[part]}</li>`);
  return html`<ul class="legend">${legend}</ul>
<table class="bars"><tbody>${rows}</tbody></table>`;
}

function drawRow(phase: string, use: CpuUse, processors: number): Markup {
  const used = all.reduce((sum, part) => sum + use[part], 0);
  const pieces = all.map(
    (part) =>
      html`<span class="${part}" style="width:${(100 * use[part]) / processors}%" title="${names[part]}: ${toTwoDigits(use[part])}"></span>`,
  );
  return html`<tr><th scope="row">${phase}</th><td class="wide"><div class="stack">${pieces}</div></td><td>${toTwoDigits(used)}</td></tr>
`;
}
