// Whether phases have met their targets, and the table that says so.
import type { CpuUse } from "./cpu.ts";
import type { Figures, LoadResult, LoadRun, PhaseResult } from "./result.ts";

/** One figure of a phase and what it must do better than; shares are percent, times milliseconds. */
export interface Check {
  readonly what: "success" | "p50" | "p95" | "p99";
  readonly measured: number;
  readonly target: number;
  readonly isMet: boolean;
}

/** Percent; nothing asked is no success. */
export const toSuccess = ({ ok, requests }: Pick<Figures, "ok" | "requests">): number =>
  requests > 0 ? (100 * ok) / requests : 0;

/** The checks of a phase; none when nothing is expected of it. */
export function checkPhase(phase: PhaseResult): Check[] {
  const { target, requests } = phase;
  if (!target) return [];
  const success = toSuccess(phase);
  const least = 100 * target.success;
  const times = (["p50", "p95", "p99"] as const).map((what) => {
    const isMet = requests > 0 && phase[what] < target[what];
    return { what, measured: phase[what], target: target[what], isMet };
  });
  return [{ what: "success", measured: success, target: least, isMet: success > least }, ...times];
}

export const meetsTargets = ({ phases }: LoadResult): boolean =>
  phases.every((phase) => checkPhase(phase).every(({ isMet }) => isMet));

/** How a phase has ended: "met", the figures that missed their targets and by how much, or "" where nothing is expected. */
export function describeVerdict(phase: PhaseResult): string {
  const checks = checkPhase(phase);
  if (checks.length === 0) return "";
  const missed = checks.filter(({ isMet }) => !isMet);
  return missed.length === 0 ? "met" : `missed: ${missed.map(describeMiss).join(", ")}`;
}

const describeMiss = ({ what, measured, target }: Check): string =>
  what === "success"
    ? `success ${measured.toFixed(2)} % of ${target} %`
    : `${what.toUpperCase()} ${Math.round(measured)} ms of ${target} ms (× ${(measured / target).toFixed(1)})`;

/** The result as lines of text: a row for each phase, one for each endpoint, what failed, and who used the processors. */
export function describeRun({ result, cpu }: Pick<LoadRun, "result" | "cpu">): string {
  const head = ["", "requests", "success", "p50", "p95", "p99", "max"];
  const rows = result.phases.map((phase) => [phase.name, ...toCells(phase), describeVerdict(phase)]);
  const endpoints = result.endpoints.map(({ name, ...figures }) => [name, ...toCells(figures)]);
  const failures = result.failures.map(([what, count]) => `  ${count} × ${what}`);
  return [
    ...alignColumns([[...head, "verdict"], ...rows]),
    ...(endpoints.length > 0 ? ["", ...alignColumns([head, ...endpoints])] : []),
    ...(failures.length > 0 ? ["", "Failed:", ...failures] : []),
    ...describeCpu(cpu),
  ].join("\n");
}

const toCells = (figures: Figures): string[] => [
  String(figures.requests),
  `${toSuccess(figures).toFixed(2)} %`,
  ...[figures.p50, figures.p95, figures.p99, figures.max].map((ms) => `${Math.round(ms)} ms`),
];

function describeCpu(cpu: Readonly<Record<string, CpuUse>>): string[] {
  const measured = Object.entries(cpu);
  const [first] = measured;
  if (!first) return [];
  const head = ["processors in use", ...Object.keys(first[1])];
  return [
    "",
    ...alignColumns([head, ...measured.map(([phase, use]) => [phase, ...Object.values(use).map(toTwoDigits)])]),
  ];
}

export const toTwoDigits = (value: number): string => value.toFixed(2);

/** The first column to the left, the others to the right, but a last one of words. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        const isWords = column === 0 || rows[0]?.[column] === "verdict";
        return isWords ? cell.padEnd(width) : cell.padStart(width);
      })
      .join("  ")
      .trimEnd(),
  );
}
