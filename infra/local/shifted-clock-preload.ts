// Node loads this before anything else in each process of a run that has a clock of its own; see clock-offset.ts.
import { ServerResponse } from "node:http";
import { clockOffsetMs } from "./clock-offset.ts";
import { shiftClock } from "./shifted-clock.ts";

shiftClock(clockOffsetMs());

// Node's own servers keep the true clock for their `Date`, and the AWS clients would take the difference for a clock gone wrong.
const { writeHead } = ServerResponse.prototype;
Object.defineProperty(ServerResponse.prototype, "writeHead", {
  configurable: true,
  writable: true,
  value(this: ServerResponse, ...given: unknown[]) {
    if (this.sendDate && !this.hasHeader("date")) this.setHeader("date", new Date().toUTCString());
    return Reflect.apply(writeHead, this, given);
  },
});
