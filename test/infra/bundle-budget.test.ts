// Size and import time decide the cold start, so both have budgets.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
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
  await mkdir(".local", { recursive: true });
  folder = await mkdtemp(".local/budget-");
  await bundle({ into: folder });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const node = async (...script: string[]): Promise<number> => {
  const from = performance.now();
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", ...script], { env: allVariables });
  return stdout ? Number(stdout) : performance.now() - from;
};

/**
 * How long an import takes on a machine that starts an empty Node in 25 ms: the middle of several processes, each next to an
 * empty one, so that a slow or busy machine is not mistaken for a large bundle.
 */
async function importTime(file: string, samples: number): Promise<number> {
  const starts: number[] = [];
  const imports: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    starts.push(await node(""));
    imports.push(await node(measure, file));
  }
  return median(imports) * Math.min(1, emptyStart / median(starts));
}

const emptyStart = 25;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

describe.each(entries)("the bundle of %s", (entry) => {
  const file = () => join(process.cwd(), folder, entry, "index.mjs");

  it("is small enough", async () => {
    const budget = withSlackSdk.has(entry) ? 900_000 : 700_000;
    expect((await stat(file())).size).toBeLessThanOrEqual(budget);
  });

  it("is imported in 40 ms", { timeout: 60_000, retry: 2 }, async () => {
    expect(await importTime(file(), 7)).toBeLessThanOrEqual(40);
  });
});
