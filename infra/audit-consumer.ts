// The consumer of the audit's stream.
import type { LambdaRow } from "./lambda-plan.ts";

/** Counts what the audit says, a day of each tenant and of the stage. */
export const auditConsumer = {
  run: "jobs/fold-audit",
  batch: 1000,
  /** Seconds that the stream's poller collects changes for, so that many of a tenant are one write. */
  collectSeconds: 30,
  timeout: 60,
  permissions: ["audit:consume", "usage:fold"],
} as const satisfies LambdaRow & { batch: number; collectSeconds: number };
