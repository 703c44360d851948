// Size and import time decide the cold start, so both have budgets.
import { execFile } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findEntries } from "../../infra/bundle/entries.ts";
import { bundle } from "../../infra/bundle.ts";
import { allVariables } from "./support/all-variables.ts";

const run = promisify(execFile);
const entries = await findEntries("functions");
const withSlackSdk = new Set(["slack/list-channels", "slack/post-message"]);

/** Prints how long the import took, without the start of Node itself. */
const measure =
  "const from = performance.now(); await import(process.argv[1]); console.log(performance.now() - from); process.exit();";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp("dist-budget-");
  await bundle({ into: folder });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function importTime(file: string): Promise<number> {
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", measure, file], { env: allVariables });
  return Number(stdout);
}

/** The middle of several processes: one alone says more about the machine than about the bundle. */
async function medianImportTime(file: string, samples: number): Promise<number> {
  const times: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) times.push(await importTime(file));
  return times.sort((a, b) => a - b)[Math.floor(samples / 2)] ?? Number.NaN;
}

describe.each(entries)("the bundle of %s", (entry) => {
  const file = () => join(process.cwd(), folder, entry, "index.mjs");

  it("is small enough", async () => {
    const budget = withSlackSdk.has(entry) ? 900_000 : 700_000;
    expect((await stat(file())).size).toBeLessThanOrEqual(budget);
  });

  it("is imported in 40 ms", { timeout: 60_000, retry: 2 }, async () => {
    expect(await medianImportTime(file(), 5)).toBeLessThanOrEqual(40);
  });
});
