// Imports the rows of a surveyed file, several at a time and those of one owner one after the other.
import { mapInParallel, serializeByKey } from "../../lib/concurrency.ts";
import type { Dependencies } from "../../lib/connections/dependencies.ts";
import { importConnection } from "../../lib/connections/import-connection.ts";
import type { ImportOutcome } from "../../lib/connections/import-outcome.ts";
import type { OldConnection } from "../../lib/connections/old-connection.ts";
import { createDeletionCheck } from "../../lib/deletion/was-deleted.ts";
import { Problem } from "../../lib/errors.ts";
import type { ProviderId } from "../../lib/provider-ids.ts";
import { getAccountImport } from "../../lib/providers/imports.ts";
import { getProvider } from "../../lib/providers/index.ts";
import { listDisconnects } from "../../lib/store/audit-disconnects.ts";
import { openRow, parseRow, type RowParser } from "./parse-row.ts";
import type { ProgressFile, RowEntry } from "./progress-file.ts";
import { type FileRow, readRows } from "./read-rows.ts";
import { RowRefusal } from "./row-refusal.ts";
import type { FileSurvey } from "./survey-file.ts";

export interface ImportOptions {
  readonly isOldSystemStopped: boolean;
  readonly isDryRun: boolean;
  /** As the audit names who imported. */
  readonly actor: string;
  readonly auditDays: number;
  readonly dependencies: Dependencies;
  readonly progress: ProgressFile;
  readonly survey: FileSurvey;
  /** Called after each batch with how many rows of the file are done. */
  readonly report: (done: number) => void;
  /** Ends the run after the batch under way. */
  readonly signal: AbortSignal;
}

const batchSize = 100;
const maxAtOnce = 10;

/**
 * @returns what became of each row, those of earlier runs included
 * @throws Error in one sentence when AWS refuses or fails for every row of a batch
 */
export async function importRows(file: string, parser: RowParser, options: ImportOptions): Promise<RowEntry[]> {
  const { progress, report, signal } = options;
  const importRow = createRowImporter(parser, options);
  const entries: RowEntry[] = [];
  for await (const batch of readBatches(file)) {
    if (signal.aborted) break;
    const settled = batch.flatMap(({ line }) => progress.settled.get(line) ?? []);
    const open = batch.filter(({ line }) => !progress.settled.has(line));
    const done = await mapInParallel(open, maxAtOnce, importRow);
    if (!options.isDryRun && done.length > 0) await progress.append(done);
    entries.push(...settled, ...done);
    report(entries.length);
    refuseOutage(done);
  }
  return entries;
}

async function* readBatches(file: string): AsyncGenerator<FileRow[]> {
  let batch: FileRow[] = [];
  for await (const row of readRows(file)) {
    batch.push(row);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** One bad row never stops what is behind it; a store that takes none does. */
function refuseOutage(done: readonly RowEntry[]): void {
  const [first] = done;
  if (first === undefined || done.some(({ result }) => result !== "failed")) return;
  throw new Error(
    `AWS refused or failed for each of the last ${done.length} rows (${first.detail}). Nothing of them was written; run the same command again to go on. docs/moving-in.md lists the permissions that it needs.`,
  );
}

function createRowImporter(parser: RowParser, options: ImportOptions): (row: FileRow) => Promise<RowEntry> {
  const serialize = serializeByKey();
  const disconnects = createDisconnectReader(options);
  const isDeleted = createDeletionCheck(options.dependencies.vault);
  const save = ({ provider, connection }: { provider: ProviderId; connection: OldConnection }) =>
    serialize(JSON.stringify(connection.owner), () =>
      importConnection(
        getProvider(provider),
        connection,
        {
          reading: getAccountImport(provider),
          isOldSystemStopped: options.isOldSystemStopped,
          isDryRun: options.isDryRun,
          actor: { actor: options.actor },
          listDisconnects: disconnects,
          isDeleted,
        },
        options.dependencies,
      ),
    );
  return async (row) => {
    const { line } = row;
    try {
      if (row.refusal !== undefined) throw row.refusal;
      if (options.survey.doubled.has(line)) throw new RowRefusal("duplicate");
      const parsed = parseRow(row.values, parser);
      const connection = await openRow(parsed, parser.opener);
      return { line, ...(await save({ provider: parsed.provider, connection })) } satisfies RowEntry & ImportOutcome;
    } catch (error) {
      return { line, ...describeFailure(error) };
    }
  };
}

/** Reads a tenant's disconnects once. */
function createDisconnectReader({ auditDays, dependencies }: ImportOptions) {
  const byTenant = new Map<string, ReturnType<typeof listDisconnects>>();
  return (tenant: string) => {
    const now = dependencies.now();
    const found = byTenant.get(tenant) ?? listDisconnects(tenant, now - auditDays * 86_400, now);
    byTenant.set(tenant, found);
    return found;
  };
}

/** Names of errors only: their messages may quote what was sent. */
function describeFailure(error: unknown): Pick<RowEntry, "result" | "reason" | "detail"> {
  if (error instanceof RowRefusal)
    return { result: "refused", reason: error.reason, ...(error.detail === undefined ? {} : { detail: error.detail }) };
  if (error instanceof Problem && error.code === "invalid_request")
    return { result: "refused", reason: "owner_too_long" };
  return { result: "failed", detail: nameRootCause(error) };
}

function nameRootCause(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return error.cause instanceof Error ? nameRootCause(error.cause) : error.name;
}
