// Size and import time decide the cold start, so both have budgets.
import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findEntries } from "../../infra/bundle/entries.ts";
import { routes } from "../../infra/routes.ts";
import { jobs } from "../../infra/triggers.ts";
import { type BuiltBundles, useBuiltBundles } from "../support/built.ts";
import { allVariables } from "./support/all-variables.ts";

const execute = promisify(execFile);
const entries = await findEntries("functions");

/**
 * Prints how long the import took, without the start of Node itself: by the clock, or by the processor where that is less, since the
 * clock also runs while others have the processor.
 */
const measure = `
  const busy = process.cpuUsage();
  const from = performance.now();
  await import(process.argv[1]);
  const clock = performance.now() - from;
  const { user, system } = process.cpuUsage(busy);
  console.log(Math.min(clock, (user + system) / 1000));
  process.exit();`;

let bundles: BuiltBundles;
beforeAll(async () => {
  bundles = await useBuiltBundles();
}, 180_000);
afterAll(() => bundles.dispose());

const node = async (...script: string[]): Promise<number> => {
  const from = performance.now();
  const { stdout } = await execute(process.execPath, ["--input-type=module", "-e", ...script], { env: allVariables });
  return stdout ? Number(stdout) : performance.now() - from;
};

/**
 * How long an import takes on a machine that starts an empty Node in 20 ms: the quickest of several processes, each between two
 * empty ones of which the quicker tells how fast the machine was just then, so that a slow or busy machine is not mistaken for a
 * large bundle. Three that are within the budget will do.
 */
async function importTime(file: string, budget: number): Promise<number> {
  const times: number[] = [];
  let before = await node("");
  while (times.length < 3 || (times.length < 15 && Math.min(...times) > budget)) {
    const taken = await node(measure, file);
    const after = await node("");
    times.push(taken * Math.min(1, emptyStart / Math.min(before, after)));
    before = after;
  }
  return Math.min(...times);
}

const emptyStart = 20;

/** Entries that seal or open tokens load KMS, the secrets' clients and the protocol engine as well. */
const importBudget = (entry: string) => (usesVault.has(entry) ? 60 : 45);
const usesVault = new Set(
  [...routes, ...jobs]
    .filter(({ permissions: may }) => may.some((grant) => grant.startsWith("vault:")))
    .map(({ run }) => run),
);

describe.each(entries)("the bundle of %s", (entry) => {
  const file = () => join(process.cwd(), bundles.folder, entry, "index.mjs");

  it("is small enough", async () => {
    expect((await stat(file())).size).toBeLessThanOrEqual(700_000);
  });

  it("is imported in time", { timeout: 60_000 }, async () => {
    expect(await importTime(file(), importBudget(entry))).toBeLessThanOrEqual(importBudget(entry));
  });
});
