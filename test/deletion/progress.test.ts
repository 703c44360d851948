import { describe, expect, test } from "vitest";
import { addPages, advance, givesUpGrants } from "../../lib/deletion/progress.ts";
import { toTenantSubject, toUserSubject } from "../../lib/deletion/subject.ts";
import { listSweepSteps } from "../../lib/deletion/sweep-sources.ts";
import type { Deletion } from "../../lib/store/deletions.ts";

const start: Deletion = {
  ...{ id: "deletion-1", kind: "user", run: 1, requestedAt: Date.parse("2026-03-31T12:00:00Z") / 1000 },
  ...{ phase: "ending", step: 0, cursors: [], removed: {}, failed: {}, endedLately: 0, rounds: 0, waitingGrants: 0 },
};
const now = start.requestedAt + 10;
const subject = toUserSubject({ tenant: "c#acme", user: "ada" });

describe("a deletion", () => {
  test("goes through all steps of a phase and then waits until what was under way has ended", () => {
    const second = advance({ ...start, cursors: [{ isDone: true }] }, 2, now);
    expect(second).toMatchObject({ phase: "ending", step: 1, cursors: [] });
    expect(advance(second, 2, now)).toMatchObject({ phase: "erasing", step: 0, notBefore: now + 150 });
  });

  test("goes through everything once more where somebody connected meanwhile, but not for ever", () => {
    const busy: Deletion = { ...start, phase: "erasing", endedLately: 1 };
    const again = advance(busy, 1, now);
    expect(again).toMatchObject({ phase: "erasing", rounds: 1, endedLately: 0, notBefore: now + 150 });
    expect(advance({ ...busy, rounds: 4 }, 1, now)).toMatchObject({ phase: "revoking" });
  });

  test("waits for grants ever longer, and looks at the audit only when the last is revoked", () => {
    const waiting: Deletion = { ...start, phase: "revoking", waitingGrants: 2 };
    const first = advance(waiting, 1, now);
    expect(first).toMatchObject({ phase: "revoking", waitingGrants: 2, waitingSince: now, notBefore: now + 30 });
    const later = advance({ ...first, waitingGrants: 2 }, 1, now + 600);
    expect(later.notBefore).toBe(now + 1200);
    expect(advance({ ...later, waitingGrants: 0 }, 1, now + 1200)).toMatchObject({ phase: "auditing" });
  });

  test("gives a grant up after two days", () => {
    const waiting: Deletion = { ...start, phase: "revoking", waitingSince: now };
    expect([2 * 86_400, 2 * 86_400 + 1].map((seconds) => givesUpGrants(waiting, now + seconds))).toEqual([false, true]);
  });

  test("counts by kind what it removed, and apart what may go on at a provider", () => {
    const results = [
      { kind: "connection", result: "ended" },
      { kind: "cache", result: "removed" },
      { kind: "cache", result: "removed" },
      { kind: "grant", result: "waiting" },
      { kind: "connection", result: "failed" },
    ] as const;
    const cursor = { isDone: true };
    expect(addPages({ ...start, removed: { cache: 1 } }, [{ cursor, results }], [cursor])).toMatchObject({
      removed: { cache: 3, connection: 1 },
      failed: { connection: 1 },
      waitingGrants: 1,
      endedLately: 1,
    });
  });
});

describe("the steps", () => {
  const listTables = (phase: Deletion["phase"], of = subject) =>
    listSweepSteps({ ...start, phase }, of).map((sources) => sources[0]?.table);

  test("erase every table but the audit, whose rows stay", () => {
    expect(listTables("erasing")).toEqual(["connections", "transient", "feed", "deliveries"]);
  });

  test("find a user's accounts and sockets by their keys, and a tenant's among all", () => {
    const [first, second] = listSweepSteps(start, subject);
    expect([first, second].map((sources) => sources?.[0]?.partition)).toEqual([
      "owner#c%23acme#ada",
      "socket#c%23acme#ada",
    ]);
    const [all] = listSweepSteps(start, toTenantSubject({ id: "acme", entry: undefined }));
    expect(all?.map(({ segment }) => segment)).toEqual([0, 1, 2, 3]);
  });

  test("read every month of the audit's retention and the next one", () => {
    const [sources = []] = listSweepSteps({ ...start, phase: "auditing" }, subject);
    const months = sources.flatMap(({ partition = "" }) => partition.match(/^audit#c%23acme#(.*)$/)?.[1] ?? []);
    expect(months.at(0)).toBe("2025-02");
    expect(months).toEqual([
      ...["2025-02", "2025-03", "2025-04", "2025-05", "2025-06", "2025-07", "2025-08", "2025-09", "2025-10"],
      ...["2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05"],
    ]);
  });
});
