// Runs inside Artillery, in the thread that starts the phases: tells the others, and writes how far the run is.
import type { EventEmitter } from "node:events";
import { renameSync, writeFileSync } from "node:fs";
import { channelName, type Ended, type PhaseStarted, type Progress } from "./channel.ts";

/** Artillery calls a reporter's default export. The command reads the file that PATCHBAY_LOAD_PROGRESS names. */
export default function createReporter(events: EventEmitter): { cleanup(done: () => void): void } {
  const { PATCHBAY_LOAD_PROGRESS: file = "" } = process.env;
  const channel = new BroadcastChannel(channelName);
  let progress: Progress = { phase: "", startedAt: 0, firstStartedAt: 0, requests: 0, failed: 0 };
  channel.onmessage = ({ data }: { readonly data: PhaseStarted | Ended }) => {
    if (!("isOk" in data)) return;
    const failed = progress.failed + (data.isOk ? 0 : 1);
    progress = { ...progress, requests: progress.requests + 1, failed };
  };
  events.on("phaseStarted", ({ name }: { readonly name: string }) => {
    const startedAt = Date.now();
    progress = { ...progress, phase: name, startedAt, firstStartedAt: progress.firstStartedAt || startedAt };
    channel.postMessage({ phase: name } satisfies PhaseStarted);
  });
  const write = () => {
    // In one step, or half of it would be read.
    writeFileSync(`${file}.new`, JSON.stringify(progress));
    renameSync(`${file}.new`, file);
  };
  const timer = setInterval(write, 500);
  return {
    cleanup(done) {
      clearInterval(timer);
      write();
      channel.close();
      done();
    },
  };
}
