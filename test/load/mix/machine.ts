// The machine that a load runs on: figures mean nothing without it.
import { availableParallelism, cpus, loadavg } from "node:os";

/** Such as "2 × Intel Xeon, Node v24.1.0". */
export const describeMachine = (): string =>
  `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? "unknown"}, Node ${process.version}`;

/** Processes that were ready to run, on average over the last minute. */
export const readLoadAverage = (): number => loadavg()[0] ?? 0;
