// Counts what has no row in the audit: in a container's memory, written by a later request of the container, at most once a minute.
// What a container that is never used again had in memory is lost.
import { randomInt } from "node:crypto";
import { startWrite } from "../pending-writes.ts";
import { truncate } from "../truncate.ts";
import { addFileReads } from "./file-reads.ts";
import { isCompany } from "./owner.ts";
import { type UsageScope, usageShards } from "./table.ts";
import { addCounts, toDay, type UsageSource } from "./usage.ts";
import { isCounting } from "./usage-table.ts";

export interface UsageEvent {
  readonly provider: string;
  readonly source: UsageSource;
  /** Whose counts it adds to, besides the stage's. */
  readonly tenants: readonly string[];
  /** Names of what happened: a few kinds, or `<kind>#<name>`. */
  readonly counters: readonly string[];
  /** How many rows may be written for it, on average. */
  readonly rows: number;
}

/** A row to be added to. */
interface PendingRow {
  readonly counts: Map<string, number>;
  readonly write: (counts: ReadonlyMap<string, number>, name: string | undefined) => Promise<void>;
  /** Of the file, where the row is one's. */
  name?: string | undefined;
}

/** Where counts go, and the container's clock and shard. */
export interface UsageCounterOptions {
  readonly writers?: { readonly addCounts: typeof addCounts; readonly addFileReads: typeof addFileReads };
  /** Epoch milliseconds. */
  readonly now?: () => number;
  readonly shard?: number;
}

const writeIntervalMs = 60_000;
/** Rows for the first events of a container, and the most that may be saved up. */
const initialRows = 4;
const maxSavedRows = 25;
/** Further rows are not begun: what concerns them is not counted, or for the stage alone. */
const maxPendingRows = 500;
/** Further names of a row are counted as `<kind>#other`. */
const maxNames = 40;
const maxFileNameLength = 200;

/**
 * Rows that a data call may cost, on average, for each thing that is counted of it. These are four at most, so that a million calls
 * cost at most 800,000 write units, which is $0.50.
 */
export const rowsPerCall = 0.2;

/** The same for a flow that is started, which costs some rows anyway: one is written at once, in its tenant's row and the stage's. */
export const rowsPerStart = 2;

/** The same for an event. */
export const rowsPerEvent = 0.5;

/** Rows of a container that wait to be written. */
function createPendingRows(now: () => number) {
  const rows = new Map<string, PendingRow>();
  let savedRows = initialRows;
  let nextWriteAt = 0;
  return {
    /** Returns a row; undefined if there are too many. @param parts tell it from others */
    get(parts: readonly unknown[], write: PendingRow["write"]): PendingRow | undefined {
      const key = JSON.stringify(parts);
      const found = rows.get(key);
      if (found !== undefined || rows.size >= maxPendingRows) return found;
      const row: PendingRow = { counts: new Map(), write };
      rows.set(key, row);
      return row;
    },
    /** Starts to write the oldest rows, as many as were saved up, once a minute. @param allowed rows to save up for later */
    writeDue(allowed: number): void {
      savedRows = Math.min(maxSavedRows, savedRows + allowed);
      if (now() < nextWriteAt || savedRows < 1) return;
      nextWriteAt = now() + writeIntervalMs;
      const due = [...rows].slice(0, Math.floor(savedRows));
      savedRows -= due.length;
      for (const [key, { counts, write, name }] of due) {
        rows.delete(key);
        // One that fails is not repeated: it may have been added, and a count that is missing is better than one too many.
        startWrite("counts", write(counts, name));
      }
    },
  };
}

function increment(counts: Map<string, number>, counter: string): void {
  const isFurther = counter.includes("#") && !counts.has(counter) && counts.size >= maxNames;
  const name = isFurther ? `${counter.split("#")[0]}#other` : counter;
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** Creates the counter of a container. */
export function createUsageCounter({
  writers = { addCounts, addFileReads },
  now = Date.now,
  ...options
}: UsageCounterOptions = {}) {
  const shard = options.shard ?? randomInt(usageShards);
  const pending = createPendingRows(now);
  return {
    /** Counts something that happened. */
    countUsage({ provider, source, tenants, counters, rows }: UsageEvent): void {
      const at = { day: toDay(now()), provider, source };
      const scopes: UsageScope[] = [{ shard }, ...tenants.filter(isCompany).map((tenant) => ({ tenant }))];
      for (const scope of scopes) {
        const row = pending.get([scope, at], (counts) => writers.addCounts(scope, at, counts));
        if (row) for (const counter of counters) increment(row.counts, counter);
      }
      pending.writeDue(rows);
    },
    /** Counts that somebody of a tenant read a file. @param name of the file, where it is known */
    countFileRead(tenant: string, fileKey: string, name?: string): void {
      if (!isCompany(tenant)) return;
      const day = toDay(now());
      const row = pending.get(["file", tenant, day, fileKey], (counts, known) =>
        writers.addFileReads(tenant, day, {
          fileKey,
          reads: counts.get("reads") ?? 0,
          lastRead: Math.floor(now() / 1000),
          name: known,
        }),
      );
      if (row) {
        increment(row.counts, "reads");
        row.name = name === undefined ? row.name : truncate(name, maxFileNameLength);
      }
      pending.writeDue(rowsPerCall);
    },
  };
}

const counter = createUsageCounter();

/** Counts something that happened, in Lambdas that may. */
export function countUsage(event: UsageEvent): void {
  if (isCounting()) counter.countUsage(event);
}

/** Counts that somebody of a tenant read a file, in Lambdas that may. @param name of the file, where it is known */
export function countFileRead(tenant: string, fileKey: string, name?: string): void {
  if (isCounting()) counter.countFileRead(tenant, fileKey, name);
}
