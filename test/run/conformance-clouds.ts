// Clouds of their own: those of the conformance suites are configured as an operator would for the old clients of that surface.
import { readPortBase } from "../../infra/local/ports.ts";
import type { Place } from "./synthesis.ts";

/** By the name of the vitest project. */
export const conformanceClouds: Readonly<Record<string, Place>> = {
  "surface-a": { stage: "teststudio", shard: "", portBase: readPortBase(5400) + 300 },
  "surface-b": { stage: "testassist", shard: "", portBase: readPortBase(5400) + 400 },
  // Deployed as v0.1.0 first, and then updated.
  update: { stage: "test", shard: "update", portBase: readPortBase(5400) + 500 },
};
