// A deletion as administrators see it.
import * as z from "zod";
import { type Deletion, deletionPhases } from "../store/deletions.ts";

const countsSchema = () => z.record(z.string(), z.number().int());

export const deletionSchema = () =>
  z
    .object({
      id: z.string(),
      kind: z.enum(["user", "tenant"]),
      status: z.enum(["running", "finished"]),
      phase: z
        .enum(deletionPhases)
        .describe(
          "`ending`: accounts are disconnected · `erasing`: all tables are gone through · `revoking`: grants are awaited that end at the providers · `auditing`: the audit loses the user.",
        ),
      run: z.number().int().describe("From 1. A further one begins when it is asked for again later."),
      requestedAt: z.iso.datetime(),
      continuesAt: z.iso.datetime().optional().describe("When it goes on, while it waits."),
      finishedAt: z.iso.datetime().optional(),
      removed: countsSchema().describe(
        "Rows that were removed or cleared, by kind. `audit`: rows whose user was replaced.",
      ),
      waiting: z.object({ grants: z.number().int() }).describe("What is still to end at the providers."),
      failed: countsSchema().describe(
        "Removed here, while it may go on at a provider: grants that could not be revoked, rows that could not be read.",
      ),
      failure: z
        .object({ at: z.iso.datetime(), error: z.string(), attempts: z.number().int() })
        .optional()
        .describe("Why the last attempt failed. It is tried again."),
      stays: z.array(z.string()).describe("What is not removed, and until when."),
    })
    .meta({ id: "Deletion", description: "The deletion of a user's or a tenant's data." });

const whatStays = [
  "This record, which names nobody: its id is a keyed hash. Imports of whoever was deleted are refused by it.",
  "Audit rows, with the user replaced by a keyed hash, until the audit's retention ends.",
  "Lines of the delivery log without their content, for 90 days; hashes of the accounts' ids, for 20 days.",
  "Backups (35 days of point-in-time recovery, and those that you make) and logs, until their retention ends.",
];

const toIso = (seconds: number): string => new Date(seconds * 1000).toISOString();

export function toDeletionView(deletion: Deletion): z.output<ReturnType<typeof deletionSchema>> {
  const { id, kind, phase, run, requestedAt, finishedAt, notBefore, removed, failed, failure, waitingGrants } =
    deletion;
  const isFinished = finishedAt !== undefined;
  return {
    id,
    kind,
    status: isFinished ? "finished" : "running",
    phase,
    run,
    requestedAt: toIso(requestedAt),
    ...(isFinished || notBefore === undefined ? {} : { continuesAt: toIso(notBefore) }),
    ...(isFinished ? { finishedAt: toIso(finishedAt) } : {}),
    removed,
    waiting: { grants: waitingGrants },
    failed,
    ...(failure ? { failure: { ...failure, at: toIso(failure.at) } } : {}),
    stays: whatStays,
  };
}

/** What a request for a deletion is answered with. */
export const startedDeletionSchema = () =>
  deletionSchema()
    .pick({ id: true, status: true })
    .extend({ url: z.string().describe("Where its report is.") });

export const toStartedDeletion = (deletion: Deletion) => {
  const { id, status } = toDeletionView(deletion);
  return { id, status, url: `/api/admin/deletions/${id}` };
};
