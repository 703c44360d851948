// What a phase of a deletion reads: whole tables in segments, or partitions where they are known.
import { config } from "../config.ts";
import type { Deletion, DeletionPhase, DeletionSubject } from "../store/deletions.ts";
import type { SweptTable } from "../store/erase-rows.ts";
import { auditPartition, ownerPartition, socketPartition } from "../store/table.ts";
import { listTenants } from "./subject.ts";

/** A part of a table that is read page by page. */
export interface SweepSource {
  readonly table: SweptTable;
  /** All of the table is read in segments unless a partition is named. */
  readonly partition?: string;
  readonly segment?: number;
}

/** Segments that are read at the same time: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html#Scan.ParallelScan */
export const sweepSegments = 4;

const scan = (table: SweptTable): SweepSource[] =>
  Array.from({ length: sweepSegments }, (_, segment) => ({ table, segment }));

/** The steps of a phase, each with parts that are read at the same time. */
export function listSweepSteps(
  { phase, requestedAt }: Pick<Deletion, "phase" | "requestedAt">,
  subject: DeletionSubject,
): SweepSource[][] {
  const steps: Readonly<Record<DeletionPhase, () => SweepSource[][]>> = {
    ending: () => [...findConnections(subject), scan("transient")],
    erasing: () => [scan("connections"), scan("transient"), scan("feed"), scan("deliveries")],
    revoking: () => [scan("transient")],
    auditing: () => [listAuditPartitions(subject, requestedAt)],
    finished: () => [],
  };
  return steps[phase]();
}

/** A user's own are in one partition; whose tenant goes are found among all. */
function findConnections({ owner }: DeletionSubject): SweepSource[][] {
  if (owner === undefined) return [scan("connections")];
  return [
    [{ table: "connections", partition: ownerPartition(owner) }],
    [{ table: "transient", partition: socketPartition(owner) }],
  ];
}

const monthMs = 31 * 86_400_000;

/** Every month that the audit keeps, up to the one after the request: a deletion may last over its end. */
function listAuditPartitions(subject: DeletionSubject, requestedAt: number): SweepSource[] {
  const { AUDIT_DAYS } = config("AUDIT_DAYS");
  const last = requestedAt * 1000 + monthMs;
  const first = requestedAt * 1000 - AUDIT_DAYS * 86_400_000 - monthMs;
  const partitions = listTenants(subject).flatMap((tenant) =>
    listDays(first, last).map((day) => auditPartition(tenant, day)),
  );
  return [...new Set(partitions)].map((partition) => ({ table: "audit", partition }));
}

/** Days so close that each month has one. */
const listDays = (first: number, last: number): Date[] =>
  Array.from({ length: Math.ceil((last - first) / (monthMs - 4 * 86_400_000)) + 1 }, (_, index) => {
    return new Date(Math.min(first + index * (monthMs - 4 * 86_400_000), last));
  });
