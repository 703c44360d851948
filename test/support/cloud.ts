import { inject } from "vitest";
import type { LocalCloud } from "../../infra/local/cloud.ts";

export interface CloudAddresses extends Omit<LocalCloud, "stop"> {
  /** Path of a Chromium for browser tests. */
  readonly chromium: string;
}

declare module "vitest" {
  interface ProvidedContext {
    cloud: CloudAddresses;
  }
}

/** The addresses of the local cloud under test. */
export const cloud = (): CloudAddresses => inject("cloud");
