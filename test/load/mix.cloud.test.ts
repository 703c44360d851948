// The load mix by Artillery, end to end, in a few seconds. `npm run load` runs the whole of it.
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { localDirectory } from "../../infra/local/directories.ts";
import { cloud } from "../support/cloud.ts";
import { writeCallers } from "./mix/callers.ts";
import type { Phase, Targets } from "./mix/phases.ts";
import { prepareCallers } from "./mix/prepare-callers.ts";
import { renderReport } from "./mix/report/write-report.ts";
import type { Caller } from "./mix/requests.ts";
import { installArtillery, runArtillery } from "./mix/run-artillery.ts";
import { describeVerdict } from "./mix/verdict.ts";

const phases: readonly Phase[] = [
  { name: "warm-up", seconds: 2, from: 5, to: 5 },
  { name: "sustained", seconds: 4, from: 5, to: 5 },
  { name: "peak", seconds: 1, from: 10, to: 10 },
];

let callers: Caller[];
let directory: string;
let tokensFile: string;
beforeAll(async () => {
  await installArtillery();
  callers = await prepareCallers(cloud(), 2);
  directory = await mkdtemp(join(localDirectory, "load-test-"));
  tokensFile = `${directory}.csv`;
  await writeCallers(tokensFile, callers);
}, 600_000);
afterAll(async () => {
  await Promise.all([directory, tokensFile].map((path) => rm(path, { recursive: true, force: true })));
});

const run = (targets: Targets) => {
  const meter = { sample: async () => {}, readUse: () => ({}) };
  return runArtillery({
    ...{ origin: cloud().origin, tokensFile, phases, targets, leftOut: [], directory, meter, show: () => {} },
  });
};

/** Far from what a busy machine may need. */
const slow = { success: 0.9, p50: 25_000, p95: 28_000, p99: 29_000 };

test("asks the exact mix, and meets targets that are easily met", { timeout: 180_000 }, async () => {
  const { result, code } = await run({ sustained: slow, peak: slow });
  expect(result.failures).toEqual([]);
  const counts = Object.fromEntries(result.endpoints.map(({ name, requests }) => [name, requests]));
  expect(counts).toEqual({ health: 4, slack: 8, calendar: 8, gmail: 8, crm: 6, connections: 4, queries: 2 });
  expect(result.phases.map(({ requests }) => requests)).toEqual([10, 20, 10]);
  expect(result.phases.map(describeVerdict)).toEqual(["", "met", "met"]);
  expect(code).toBe(0);
  const period = result.periods.reduce((sum, { requests }) => sum + requests, 0);
  expect(period).toBe(40);
});

test("a missed target is its exit code, and no file of the run has a token", { timeout: 180_000 }, async () => {
  const { result, code } = await run({ sustained: { ...slow, p95: 0.1 } });
  expect(code).toBe(1);
  expect(result.phases.map(describeVerdict)[1]).toMatch(/^missed: P95 \d+ ms of 0.1 ms/);
  const report = renderReport({
    ...{ result, origin: cloud().origin, place: "local stack", startedAt: Date.now(), cpu: {}, leftOut: [] },
    ...{ machine: "this machine", loadAverages: [0, 0], generator: "Artillery" },
  });
  expect(report).toContain("targets missed");
  const files = await readdir(directory);
  expect(files).toEqual(expect.arrayContaining(["artillery.json", "artillery.log", "progress.json", "script.json"]));
  const written = await Promise.all(files.map((file) => readFile(join(directory, file), "utf8")));
  const tokens = callers.flatMap(({ token, customers }) => [token, ...(customers ? [customers.token] : [])]);
  expect(tokens).toHaveLength(3);
  for (const text of [report, ...written]) expect(tokens.filter((token) => text.includes(token))).toEqual([]);
});
