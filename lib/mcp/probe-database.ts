// Whether the operator's database answers, and how fast.
import { type Database, DatabaseError } from "./database/port.ts";
import type { Switches } from "./switches.ts";

/** `off` is neither good nor bad: nobody asks the database. */
export type DatabaseProbe =
  | { readonly state: "off" }
  | { readonly state: "ok" | "failed"; readonly latencyMs: number; readonly reason?: string };

/** Never throws: a database that does not answer is what it is asked about. */
export async function probeDatabase(
  readSwitches: () => Promise<Switches>,
  openDatabase: () => Database,
): Promise<DatabaseProbe> {
  const { isOn } = await readSwitches();
  if (!isOn) return { state: "off" };
  const startedAt = performance.now();
  const reason = await openDatabase()
    .probe()
    .then(
      () => undefined,
      (error: unknown) => (error instanceof DatabaseError ? error.reason : "failed"),
    );
  const latencyMs = Math.round(performance.now() - startedAt);
  return reason === undefined ? { state: "ok", latencyMs } : { state: "failed", latencyMs, reason };
}
