// Node loads this before anything else in each process of a run that has a clock of its own; see clock-offset.ts.
import { clockOffsetMs } from "./clock-offset.ts";
import { shiftClock } from "./shifted-clock.ts";

shiftClock(clockOffsetMs());
