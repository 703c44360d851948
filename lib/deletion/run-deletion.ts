// Works on a deletion, as far as one invocation gets. What it has done is stored page by page: another one goes on there.
import { randomUUID } from "node:crypto";
import { describeError, log } from "../log.ts";
import { writeAudit } from "../store/audit.ts";
import { claimDeletion, type Deletion, saveDeletion } from "../store/deletions.ts";
import type { Vault } from "../vault/seal.ts";
import { deletionActor } from "./end-connection.ts";
import { addPages, advance, givesUpGrants } from "./progress.ts";
import { queueDeletion } from "./queue-deletion.ts";
import { getAbout } from "./subject.ts";
import { readSubjectHash, type SubjectHash, toAuditName } from "./subject-hash.ts";
import { type SweepContext, sweepPage } from "./sweep-page.ts";
import { listSweepSteps } from "./sweep-sources.ts";

/** Longer than the Lambda may run. */
const leaseSeconds = 150;
/** No further page is read then, so that the last one has time to end. */
const workMs = 60_000;
/** SQS's limit. */
const maxDelaySeconds = 900;

export interface RunContext {
  readonly vault: Vault;
  /** Epoch seconds. */
  readonly now: () => number;
}

/**
 * Goes on with a deletion and queues the rest of it. Does nothing if it is finished, or another worker has it.
 * @throws Error when it must be tried again
 */
export async function runDeletion(id: string, context: RunContext): Promise<void> {
  const now = context.now();
  const lease = randomUUID();
  const claimed = await claimDeletion(id, { lease, now, until: now + leaseSeconds });
  if (claimed === undefined) return;
  const progress: Progress = { deletion: claimed, lease };
  try {
    await work(progress, context);
  } catch (error) {
    await storeFailure(progress, error, context.now());
    throw error;
  }
  const { deletion } = progress;
  await release(progress, deletion);
  if (deletion.finishedAt !== undefined) return;
  const delay = Math.max(0, (deletion.notBefore ?? 0) - context.now());
  await queueDeletion(id, Math.min(delay, maxDelaySeconds));
}

/** What is stored, and under which lease. */
interface Progress {
  deletion: Deletion;
  readonly lease: string;
}

async function store(progress: Progress, deletion: Deletion): Promise<void> {
  await saveDeletion(deletion, progress.lease);
  progress.deletion = deletion;
}

async function release(progress: Progress, { leaseUntil: _, ...deletion }: Deletion): Promise<void> {
  await saveDeletion(deletion, progress.lease);
}

/** A stopped worker's lease ends by itself; one that failed gives it back, with the reason for whoever asks. */
async function storeFailure(progress: Progress, error: unknown, at: number): Promise<void> {
  const attempts = (progress.deletion.failure?.attempts ?? 0) + 1;
  const failure = { at, error: error instanceof Error ? error.name : "unknown", attempts };
  await release(progress, { ...progress.deletion, failure }).catch((again: unknown) =>
    log.warn("a failed deletion is not released", describeError(again)),
  );
}

async function work(progress: Progress, context: RunContext): Promise<void> {
  const hash = await readSubjectHash(context.vault);
  if (hash === undefined) throw new Error("The key of the deletions is missing.");
  const end = performance.now() + workMs;
  while (performance.now() < end) {
    const { deletion } = progress;
    const { subject } = deletion;
    if (subject === undefined || (deletion.notBefore ?? 0) > context.now()) return;
    if (deletion.phase === "finished") return finish(progress, hash, context.now());
    const sweep = { deletion: deletion.id, subject, hash, now: context.now() };
    await store(progress, await takeStep(deletion, { ...sweep, givesUpGrants: givesUpGrants(deletion, sweep.now) }));
  }
}

/** Reads the next page of each part of the present step, or goes to the next step. */
async function takeStep(deletion: Deletion, context: SweepContext): Promise<Deletion> {
  const { failure: _, ...fine } = deletion;
  const steps = listSweepSteps(deletion, context.subject);
  const sources = steps[deletion.step] ?? [];
  const cursors = sources.map((_source, at) => deletion.cursors[at] ?? { isDone: false });
  if (cursors.every(({ isDone }) => isDone)) return advance(fine, steps.length, context.now);
  const pages = await Promise.all(
    sources.map((source, at) => {
      const cursor = cursors[at] ?? { isDone: true };
      return cursor.isDone ? { cursor, results: [] } : sweepPage(source, cursor, context);
    }),
  );
  return addPages(
    fine,
    pages,
    pages.map(({ cursor }) => cursor),
  );
}

/** The marker that stays names nobody. */
async function finish(progress: Progress, hash: SubjectHash, now: number): Promise<void> {
  const { subject, ...deletion } = progress.deletion;
  const named = toAuditName(hash, deletion.id, subject === undefined ? { tenant: "-", user: "-" } : getAbout(subject));
  await writeAudit({ ...named, ...deletionActor, deletion: deletion.id, action: "deletion_finished" });
  await store(progress, { ...deletion, finishedAt: now, cursors: [] });
}
