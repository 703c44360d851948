// A deletion of the canned API, as far as a test wants it.

const toIso = (minutesAgo: number) => new Date(Date.now() - minutesAgo * 60_000).toISOString();

export const deletionId = "abcdefghijklmnopqrstuvwxyz012345";

export const createDeletion = (changes: Record<string, unknown> = {}) => ({
  id: deletionId,
  kind: "user",
  status: "running",
  phase: "erasing",
  run: 1,
  requestedAt: toIso(2),
  continuesAt: toIso(-1),
  removed: { connection: 3, activity: 128 },
  waiting: { grants: 0 },
  failed: {},
  stays: ["This record, which names nobody.", "Backups and logs, until their retention ends."],
  ...changes,
});

export const createFinishedDeletion = () =>
  createDeletion({
    ...{ status: "finished", phase: "finished", continuesAt: undefined, finishedAt: toIso(0) },
    ...{ removed: { connection: 3, activity: 128, audit: 41, someRow: 2 }, failed: { grant: 1 } },
  });
