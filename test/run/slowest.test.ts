import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { describeSlowest } from "./slowest.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "patchbay-slowest-"));
});
afterEach(() => rm(directory, { recursive: true }));

/** A phase whose files took the given seconds. */
async function phase(name: string, ms: number, files: Readonly<Record<string, number>>) {
  const testResults = Object.entries(files).map(([file, s]) => ({
    name: join(process.cwd(), file),
    startTime: 1000,
    endTime: 1000 + 1000 * s,
  }));
  const results = join(directory, `${name}.json`);
  await writeFile(results, JSON.stringify({ testResults }));
  return { name, results, ms };
}

test("lists the slowest files of all phases and the share of each phase", async () => {
  const phases = [
    await phase("unit", 20_000, { "test/a.test.ts": 1, "test/b.test.ts": 12.34 }),
    await phase("cloud-1", 60_000, { "test/c.cloud.test.ts": 40 }),
  ];
  expect(await describeSlowest(phases, 80_000, 2)).toBe(
    [
      "Of 80.0 s: unit 20.0 s (25 %), cloud-1 60.0 s (75 %). The slowest files:",
      "   40.0 s  test/c.cloud.test.ts",
      "   12.3 s  test/b.test.ts",
    ].join("\n"),
  );
});

test("describes a run without a report as empty", async () => {
  expect(await describeSlowest([{ name: "chosen", results: join(directory, "none.json"), ms: 1 }], 1)).toBe("");
});
