// Bundle size and import time determine the cold start, so both have a limit.
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
 * Prints how long the import took, without the start of Node: wall-clock time or CPU time, whichever is less, since wall-clock time
 * includes the time of other processes.
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
 * Import time on a machine that starts an empty Node in 20 ms: the minimum over several processes. Each is scaled by the faster of
 * two empty processes before and after it, so that a slow or busy machine does not look like a large bundle. Stops after three
 * results within the budget.
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

/** In milliseconds. Entries that use the vault also load KMS, the secrets' clients and the OAuth engine. */
const importBudget = (entry: string) => (usesVault.has(entry) ? 60 : 45);
const usesVault = new Set(
  [...routes, ...jobs]
    .filter(({ permissions: may }) => may.some((grant) => grant.startsWith("vault:")))
    .map(({ run }) => run),
);

describe.each(entries)("the bundle of %s", (entry) => {
  const file = () => join(process.cwd(), bundles.folder, entry, "index.mjs");

  it("is within its size limit", async () => {
    expect((await stat(file())).size).toBeLessThanOrEqual(700_000);
  });

  it("is imported within its time limit", { timeout: 60_000 }, async () => {
    expect(await importTime(file(), importBudget(entry))).toBeLessThanOrEqual(importBudget(entry));
  });
});
