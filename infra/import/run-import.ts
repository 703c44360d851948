// One run: survey, question, rows, report. Loaded after the environment is set, which the store reads when it is loaded.
import type { Stage } from "../config.ts";
import { confirm } from "../confirm.ts";
import { parseColumnChoices } from "./columns.ts";
import { describeNotices, describeResults, formatCount } from "./describe-results.ts";
import { importRows } from "./import-rows.ts";
import { createImportVault } from "./import-vault.ts";
import { readOldKey } from "./old-key.ts";
import { createTokenOpener } from "./open-token.ts";
import { createOwnerReader, type OwnerOptions } from "./parse-owner.ts";
import type { RowParser } from "./parse-row.ts";
import { openProgressFile, type RowEntry } from "./progress-file.ts";
import type { Surface } from "./surfaces.ts";
import { type FileSurvey, surveyFile } from "./survey-file.ts";

export interface ImportRequest extends OwnerOptions {
  readonly config: Stage;
  readonly surface: Surface;
  readonly file: string;
  /** The .env file with the old system's key; the environment unless given. */
  readonly envFile: string | undefined;
  readonly isPlain: boolean;
  readonly columns: readonly string[];
  readonly isOldSystemStopped: boolean;
  readonly isDryRun: boolean;
  readonly isConfirmed: boolean;
  /** As the audit names who imported. */
  readonly actor: string;
  readonly print: (line: string) => void;
}

const progressDirectory = ".local/import";
const maxSilenceMs = 5000;

/** @returns whether every row was settled @throws Error in one sentence */
export async function runImport(request: ImportRequest): Promise<boolean> {
  const { config, file, isDryRun, print } = request;
  const parser = await createParser(request);
  const survey = await surveyFile(file, parser);
  const progress = await openProgressFile(progressDirectory, identify(request, survey));
  const before = progress.settled.size === 0 ? "" : `, ${formatCount(progress.settled.size)} of them done before`;
  print(`${file}: ${formatCount(survey.rows)} rows${before}`);
  for (const notice of describeNotices(survey)) print(notice);
  if (!isDryRun && !request.isConfirmed) await confirm(`Import them into stage ${config.stage}?`);
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once("SIGINT", interrupt);
  const entries = await importRows(file, parser, {
    ...request,
    auditDays: config.retention.auditDays,
    dependencies: { now: () => Math.floor(Date.now() / 1000), fetch, vault: createImportVault() },
    progress,
    survey,
    report: createProgressReport(survey.rows, print),
    signal: stop.signal,
  }).finally(() => process.removeListener("SIGINT", interrupt));
  for (const line of describeResults(entries)) print(line);
  for (const line of describeEnd(request, entries, survey, progress.path)) print(line);
  return entries.length >= survey.rows && entries.every(({ result }) => result !== "refused" && result !== "failed");
}

async function createParser(request: ImportRequest): Promise<RowParser> {
  const { surface, envFile, isPlain, config, tenantColumn } = request;
  const oldKey = await readOldKey(surface, envFile);
  return {
    surface,
    tenantColumn,
    choices: parseColumnChoices(request.columns),
    owners: createOwnerReader(surface, config, request),
    opener: createTokenOpener({ surface, oldKey, isPlain }),
  };
}

/** The same file for other owners is another import. */
const identify = (request: ImportRequest, { hash }: FileSurvey): string[] => [
  hash,
  request.config.stage,
  request.config.account ?? "",
  request.surface.name,
  JSON.stringify([request.tenant, request.tenantColumn, request.withoutTenant, request.issuer, request.columns]),
];

function createProgressReport(rows: number, print: (line: string) => void, now: () => number = Date.now) {
  let printedAt = now();
  return (done: number) => {
    if (now() - printedAt < maxSilenceMs) return;
    printedAt = now();
    print(`  ${formatCount(done)} of ${formatCount(rows)}`);
  };
}

function describeEnd(
  { isDryRun }: ImportRequest,
  entries: readonly RowEntry[],
  { rows }: FileSurvey,
  path: string,
): string[] {
  if (entries.length < rows)
    return [
      `Stopped after ${formatCount(entries.length)} of ${formatCount(rows)} rows: run the same command again to go on.`,
    ];
  return isDryRun
    ? ["A dry run: nothing was written. The first line says what would be imported."]
    : [`What became of each line stands in ${path}. A further run leaves out what is done.`];
}
