import { defineConfig } from "vitest/config";

const cloud = ["test/**/*.cloud.test.ts", "test/e2e/*.browser.test.ts"];
const timing = ["test/**/*-budget.test.ts"];
const load = ["test/load/*.cloud.test.ts"];

/** How long a test waits for what must come. It costs nothing where it comes, however busy the machine is. */
const patient = { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 20_000 } } };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...patient,
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [...cloud, ...timing],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...patient,
          name: "cloud",
          include: cloud,
          exclude: load,
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
          name: "load",
          include: load,
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
