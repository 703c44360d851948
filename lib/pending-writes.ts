// Writes that a request starts beside its work and does not depend on.
import { describeError, log } from "./log.ts";

const pending = new Set<Promise<void>>();

/** Keeps a write until the answer. Its failure is logged and changes nothing. @param what it writes, for the log */
export function startWrite(what: string, write: Promise<unknown>): void {
  const settled = write.then(
    () => undefined,
    (error: unknown) => log.warn(`writing ${what} failed`, describeError(error)),
  );
  const kept = settled.finally(() => pending.delete(kept));
  pending.add(kept);
}

/** Waits for what was started: once a Lambda has answered, it may be frozen for good. */
export async function settleWrites(): Promise<void> {
  await Promise.all(pending);
}
