// How a deletion goes on: from page to page, table to table and phase to phase. Nothing here reads or writes.
import type { Deletion, DeletionPhase, SweepCursor } from "../store/deletions.ts";
import type { SweepResult, SweptPage } from "./sweep-page.ts";

/**
 * What was under way when the data was first removed may still be written: requests take up to 30 s, workers up to 120. Flows that
 * began before have lost their state by then.
 */
const settleSeconds = 150;
/** A grant's row goes before the audit has its revocation. */
const auditSeconds = 30;
/** How often the grants are looked at that are still to be revoked. */
const minGrantPauseSeconds = 30;
const maxGrantPauseSeconds = 900;
/** The revocation queue tries for two hours; dead letters can be put back. */
const maxGrantSeconds = 2 * 86_400;
/** How often it pauses for connections that were made meanwhile. */
const maxRounds = 4;

const nextPhases: Readonly<Record<DeletionPhase, DeletionPhase>> = {
  ending: "erasing",
  erasing: "revoking",
  revoking: "auditing",
  auditing: "finished",
  finished: "finished",
};

/** Adds what became of pages of the present step. */
export function addPages(deletion: Deletion, pages: readonly SweptPage[], cursors: readonly SweepCursor[]): Deletion {
  const results = pages.flatMap((page) => page.results);
  const tally = (wanted: SweepResult["result"]) => results.filter(({ result }) => result === wanted).length;
  return {
    ...deletion,
    cursors: [...cursors],
    removed: addCounts(deletion.removed, results, ["removed", "ended"]),
    failed: addCounts(deletion.failed, results, ["failed"]),
    endedLately: deletion.endedLately + tally("ended"),
    waitingGrants: deletion.waitingGrants + tally("waiting"),
  };
}

function addCounts(
  before: Deletion["removed"],
  results: readonly SweepResult[],
  wanted: readonly SweepResult["result"][],
): Deletion["removed"] {
  const sums = { ...before };
  for (const { kind, result } of results) if (wanted.includes(result)) sums[kind] = (sums[kind] ?? 0) + 1;
  return sums;
}

/** The next step of the phase, or what follows the phase. @param now epoch seconds */
export function advance(deletion: Deletion, steps: number, now: number): Deletion {
  const step = deletion.step + 1;
  return step < steps ? { ...deletion, step, cursors: [] } : startNextPhase(deletion, now);
}

function startNextPhase(deletion: Deletion, now: number): Deletion {
  const { notBefore: _, ...rest } = deletion;
  const { phase, endedLately, rounds, waitingGrants, waitingSince = now } = rest;
  const begun = { ...rest, step: 0, cursors: [], endedLately: 0, waitingGrants: 0 };
  if (phase === "ending") return { ...begun, phase: "erasing", notBefore: now + settleSeconds };
  // Somebody has connected in the meantime: what works for that connection may be writing still.
  if (phase === "erasing" && endedLately > 0 && rounds < maxRounds)
    return { ...begun, rounds: rounds + 1, notBefore: now + settleSeconds };
  if (phase === "revoking" && waitingGrants > 0) {
    const pause = Math.min(Math.max(now - waitingSince, minGrantPauseSeconds), maxGrantPauseSeconds);
    return { ...begun, waitingGrants, waitingSince, notBefore: now + pause };
  }
  if (phase === "revoking") return { ...begun, phase: "auditing", notBefore: now + auditSeconds };
  return { ...begun, phase: nextPhases[phase] };
}

/** @param now epoch seconds */
export const givesUpGrants = ({ phase, waitingSince }: Deletion, now: number): boolean =>
  phase === "revoking" && waitingSince !== undefined && now - waitingSince > maxGrantSeconds;
