// Reads Stryker's report: what the tests noticed of each file, and what they did not.
import * as z from "zod";
import { type AcceptedMutant, acceptedMutants } from "../mutants/accepted.ts";
import { minScore } from "../mutants/scope.ts";

const mutant = z.object({
  mutatorName: z.string(),
  replacement: z.string().default(""),
  status: z.enum(["Killed", "Survived", "NoCoverage", "Timeout", "RuntimeError", "CompileError", "Ignored", "Pending"]),
  location: z.object({
    start: z.object({ line: z.number(), column: z.number() }),
    end: z.object({ line: z.number(), column: z.number() }),
  }),
});
const report = z.object({ files: z.record(z.string(), z.object({ source: z.string(), mutants: z.array(mutant) })) });

type Report = z.infer<typeof report>;

/** A change that no test noticed. */
interface Survivor extends Omit<AcceptedMutant, "reason"> {
  readonly original: string;
  /** file:line:column */
  readonly place: string;
}

interface FileCount {
  readonly name: string;
  readonly killed: number;
  readonly timedOut: number;
  readonly survived: number;
  readonly uncovered: number;
}

export interface MutantOutcome {
  readonly passed: number;
  readonly failed: number;
  /** The table, the survivors and what else is wrong. */
  readonly lines: readonly string[];
}

/**
 * Judges what Stryker found. A change passes when a test noticed it or when it is listed with a reason why none can.
 * @param reports Stryker's JSON reports
 */
export function judgeMutants(
  reports: readonly string[],
  accepted: readonly AcceptedMutant[] = acceptedMutants,
): MutantOutcome {
  const files = Object.assign({}, ...reports.map((text) => report.parse(JSON.parse(text)).files)) as Report["files"];
  const counts = Object.entries(files).map(([name, { mutants }]) => countStatuses(name, mutants));
  const survivors = Object.entries(files).flatMap(([file, { source, mutants }]) =>
    listSurvivors(file, source, mutants),
  );
  const listed = accepted.filter(({ file }) => file in files);
  const unlisted = survivors.filter((one) => !listed.some((entry) => isSame(entry, one)));
  const stale = listed.filter((entry) => !survivors.some((one) => isSame(entry, one)));
  const folders = Object.entries(Object.groupBy(counts, ({ name }) => name.split("/").slice(0, 2).join("/")));
  const totals = folders.map(([name, of = []]) => addCounts(name, of));
  const low = totals.filter((one) => getScore(one) < minScore);
  const total = addCounts("all", counts);
  return {
    passed: total.killed + total.timedOut + survivors.length - unlisted.length,
    failed: unlisted.length + stale.length + low.length,
    lines: [
      ...formatTable([...counts, ...totals, total]),
      "",
      ...unlisted.map(describeSurvivor),
      ...stale.map(({ file, line, replacement }) => `Listed, but survives no more: ${file}: ${line} → ${replacement}`),
      ...low.map(
        (one) => `The tests of ${one.name} notice ${formatScore(one)} of the changes, less than ${minScore} %.`,
      ),
    ],
  };
}

const isSame = (entry: Omit<AcceptedMutant, "reason">, one: Survivor): boolean =>
  entry.file === one.file &&
  entry.line === one.line &&
  entry.mutator === one.mutator &&
  entry.replacement === one.replacement &&
  (entry.original ?? one.original) === one.original;

const describeSurvivor = ({ place, mutator, original, replacement }: Survivor): string =>
  `${place} ${mutator}: ${original} → ${replacement || "(nothing)"}`;

type Mutant = z.infer<typeof mutant>;

const countStatuses = (name: string, mutants: readonly Mutant[]): FileCount => {
  const count = (...statuses: readonly Mutant["status"][]) =>
    mutants.filter(({ status }) => statuses.includes(status)).length;
  return {
    name,
    // A file of tests that cannot even be loaded has noticed the change.
    killed: count("Killed", "RuntimeError", "CompileError"),
    timedOut: count("Timeout"),
    survived: count("Survived"),
    uncovered: count("NoCoverage", "Pending"),
  };
};

function listSurvivors(file: string, source: string, mutants: readonly Mutant[]): Survivor[] {
  const lines = source.split("\n");
  return mutants
    .filter(({ status }) => ["Survived", "NoCoverage", "Pending"].includes(status))
    .map(({ mutatorName, replacement, location: { start, end } }) => ({
      file,
      line: (lines[start.line - 1] ?? "").trim(),
      mutator: mutatorName,
      replacement: joinLines(replacement),
      original: joinLines(cutText(lines, start, end)),
      place: `${file}:${start.line}:${start.column}`,
    }));
}

type Position = Mutant["location"]["start"];

/** The text between two positions, whose lines and columns count from 1. */
function cutText(lines: readonly string[], start: Position, end: Position): string {
  const cut = lines.slice(start.line - 1, end.line);
  cut[cut.length - 1] = (cut.at(-1) ?? "").slice(0, end.column - 1);
  cut[0] = (cut[0] ?? "").slice(start.column - 1);
  return cut.join("\n");
}

const joinLines = (text: string): string => text.replace(/\s+/g, " ").trim();

const addCounts = (name: string, counts: readonly FileCount[]): FileCount => {
  const sum = (read: (count: FileCount) => number) => counts.reduce((total, one) => total + read(one), 0);
  return {
    name,
    killed: sum(({ killed }) => killed),
    timedOut: sum(({ timedOut }) => timedOut),
    survived: sum(({ survived }) => survived),
    uncovered: sum(({ uncovered }) => uncovered),
  };
};

/** In percent; 100 where there is nothing to notice. */
function getScore({ killed, timedOut, survived, uncovered }: FileCount): number {
  const all = killed + timedOut + survived + uncovered;
  return all === 0 ? 100 : (100 * (killed + timedOut)) / all;
}

const formatScore = (count: FileCount): string => `${getScore(count).toFixed(1)} %`;

function formatTable(counts: readonly FileCount[]): string[] {
  const heads = ["killed", "survived", "no coverage", "timed out", "score"];
  const rows = counts.map((one) => [one.name, one.killed, one.survived, one.uncovered, one.timedOut, formatScore(one)]);
  const width = Math.max(...rows.map(([name]) => String(name).length));
  return [["", ...heads], ...rows].map(([name, ...cells]) =>
    [String(name).padEnd(width), ...cells.map((cell, at) => String(cell).padStart(heads[at]?.length ?? 0))].join("  "),
  );
}
