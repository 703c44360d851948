import { defineConfig } from "vitest/config";
import { toSequencer } from "./test/run/sequencer.ts";
import { createSequencer } from "./test/run/split-by-duration.ts";

const cloud = ["test/**/*.cloud.test.ts", "test/e2e/*.browser.test.ts"];
const conformance = ["test/conformance/surface-*/*.test.ts"];
const foreign = ["test/foreign/*.test.ts"];
const foreignCloud = ["test/foreign/*.cloud.test.ts"];
const update = ["test/update/*.cloud.test.ts"];
const timing = ["test/**/*-budget.test.ts"];
const newcomer = ["test/newcomer/*.test.ts"];
const load = ["test/load/*.cloud.test.ts"];
const artillery = ["test/load/mix.cloud.test.ts"];

/** How long a test waits for what must come. It costs nothing where it comes, however busy the machine is. */
const patient = { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 20_000 } } };

/** What the old clients of a surface call, on a cloud of their own that is configured as for them. */
const surface = (name: string) => ({
  test: {
    ...patient,
    name,
    include: [`test/conformance/${name}/*.test.ts`],
    globalSetup: ["test/support/global-setup.ts"],
    setupFiles: ["test/support/clean-start.ts"],
    isolate: false,
    fileParallelism: false,
    hookTimeout: 120_000,
    sequence: { groupOrder: name === "surface-a" ? 4 : 5 },
  },
});

export default defineConfig({
  test: {
    // Divides the cloud tests among the clouds of a whole run.
    sequence: { sequencer: toSequencer(createSequencer) },
    projects: [
      surface("surface-a"),
      surface("surface-b"),
      {
        test: {
          ...patient,
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [...cloud, ...conformance, ...foreign, ...timing, ...newcomer, "**/node_modules/**"],
          // Two processes for all files: each file loads our own modules anew, but not the packages. A fifth of the time is saved.
          isolate: false,
          setupFiles: ["test/support/fresh-modules.ts"],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...patient,
          name: "cloud",
          include: cloud,
          exclude: [...load, ...conformance, ...foreignCloud, ...update],
          globalSetup: ["test/support/global-setup.ts"],
          setupFiles: ["test/support/clean-start.ts"],
          // One process for all: they would load the AWS clients anew for every file.
          isolate: false,
          // One file at a time: they share the spy and the sandbox's scripts.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...patient,
          name: "update",
          include: update,
          globalSetup: ["test/update/support/global-setup.ts"],
          fileParallelism: false,
          // An update of all stacks takes a minute, several on a busy machine.
          testTimeout: 300_000,
          hookTimeout: 600_000,
          sequence: { groupOrder: 7 },
          // Its logs and templates are beside those of the other clouds of the stage.
          env: { PATCHBAY_SHARD: "update" },
        },
      },
      // By `npm test -- foreign` only, which installs what they need.
      { test: { ...patient, name: "foreign", include: foreign, exclude: [...foreignCloud, "**/node_modules/**"] } },
      {
        test: {
          ...patient,
          name: "foreign-cloud",
          include: foreignCloud,
          globalSetup: ["test/support/global-setup.ts"],
          setupFiles: ["test/support/clean-start.ts"],
          fileParallelism: false,
          sequence: { groupOrder: 6 },
        },
      },
      // By `npm test -- load/mix` only: it installs Artillery, which is as large as everything else.
      {
        test: {
          ...patient,
          name: "artillery",
          include: artillery,
          globalSetup: ["test/support/global-setup.ts"],
          setupFiles: ["test/support/clean-start.ts"],
          hookTimeout: 600_000,
          sequence: { groupOrder: 8 },
        },
      },
      // By `npm test -- newcomer` only: it clones, installs and deploys.
      {
        test: {
          ...patient,
          name: "newcomer",
          include: newcomer,
          bail: 1,
          fileParallelism: false,
          sequence: { groupOrder: 7 },
        },
      },
      {
        test: {
          ...patient,
          name: "load",
          include: load,
          exclude: artillery,
          globalSetup: ["test/support/global-setup.ts"],
          setupFiles: ["test/support/clean-start.ts"],
          fileParallelism: false,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...patient,
          name: "timing",
          include: timing,
          // Alone, or what is measured is the other tests.
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
