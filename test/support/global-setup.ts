import { inspect } from "node:util";
import type { TestProject } from "vitest/node";
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from "../../infra/local/cloud.ts";
import { readPortBase } from "../../infra/local/ports.ts";
import { conformanceClouds } from "../run/conformance-clouds.ts";
import { startStalls } from "../run/stalls.ts";
import type { CloudAddresses } from "./cloud.ts";
import { addNote } from "./note.ts";

/** Starts the local cloud before the first cloud test. @returns a function that stops it */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stage, portBase } = conformanceClouds[project.name] ?? { stage: "test", portBase: readPortBase(5400) };
  const { stop, ...addresses } = await startWithRetry({
    stage,
    portBase,
    spy: true,
    log: (line) => console.log(line),
    build: process.env.PATCHBAY_BUILT !== "1",
    synth: process.env.PATCHBAY_SYNTHESIZED !== "1",
  });
  const provided: CloudAddresses = { ...addresses, chromium: process.env.PATCHBAY_CHROMIUM ?? "" };
  project.provide("cloud", provided);
  const seed = process.env.PATCHBAY_STALLS;
  if (!seed) return stop;
  const stalls = startStalls({ seed: Number(seed) });
  return async () => {
    stalls.stop();
    await stop();
  };
}

/** An emulator that fails to start is no fault of the product: it is started once more, and a note at the end of the run says so. */
async function startWithRetry(options: LocalCloudOptions): Promise<LocalCloud> {
  try {
    return await startLocalCloud(options);
  } catch (error) {
    await addNote(
      `The cloud on port ${options.portBase} was started a second time, since the first ended with:\n${inspect(error)}`,
    );
    return startLocalCloud(options);
  }
}
