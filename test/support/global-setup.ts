import type { TestProject } from "vitest/node";
import { startLocalCloud } from "../../infra/local/cloud.ts";
import { portBase } from "../../infra/local/ports.ts";
import type { CloudAddresses } from "./cloud.ts";

/** Starts the local cloud once for all tests that need it; ends it after the last. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stop, ...addresses } = await startLocalCloud({
    stage: "test",
    portBase: portBase(5400),
    spy: true,
    log: (line) => console.log(line),
    build: process.env.PATCHBAY_BUILT !== "1",
  });
  const provided: CloudAddresses = { ...addresses, chromium: process.env.PATCHBAY_CHROMIUM ?? "" };
  project.provide("cloud", provided);
  return stop;
}
