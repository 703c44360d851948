// Node loads this first in each process of a run with a shifted clock; see clock-offset.ts.
import { ServerResponse } from "node:http";
import { clockOffsetMs } from "./clock-offset.ts";
import { shiftClock } from "./shifted-clock.ts";

shiftClock(clockOffsetMs());

// Node's servers send the real time as `Date` header; the AWS clients would correct their clocks by the difference.
const { writeHead } = ServerResponse.prototype;
Object.defineProperty(ServerResponse.prototype, "writeHead", {
  configurable: true,
  writable: true,
  value(this: ServerResponse, ...given: unknown[]) {
    if (this.sendDate && !this.hasHeader("date")) this.setHeader("date", new Date().toUTCString());
    return Reflect.apply(writeHead, this, given);
  },
});
