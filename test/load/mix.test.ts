// The parts of the load mix that need no cloud.
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCallers, requireCallers, writeCallers } from "./mix/callers.ts";
import { countRequests, phases, shortenPhases, sumRequests, targets } from "./mix/phases.ts";
import { createProgressLine } from "./mix/progress-line.ts";
import { renderReport } from "./mix/report/write-report.ts";
import { type Caller, mix, planRequests } from "./mix/requests.ts";
import type { LoadResult, LoadRun } from "./mix/result.ts";
import { listConditions } from "./mix/script.ts";
import { describeVerdict, meetsTargets } from "./mix/verdict.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "load-"));
});
afterAll(() => rm(directory, { recursive: true }));

const customers = { token: "service-token", tenant: "tenant/1", phone: "+14155551212" };
const users: readonly Caller[] = [{ token: "token-0", customers }, { token: "token-1" }];

test("the phases have 25,500 requests in ten minutes, and shortened ones the same rates", () => {
  expect(phases.map(countRequests)).toEqual([300, 3600, 15_000, 6000, 600]);
  expect(sumRequests(phases)).toBe(25_500);
  expect(phases.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(600);
  expect(sumRequests(shortenPhases(0.1))).toBe(2550);
});

test("any twenty requests in a row have the mix, and each caller asks in turn", () => {
  const plan = planRequests(users);
  for (const begin of [0, 20, 8060]) {
    const planned = Array.from({ length: 20 }, (_, at) => plan(begin + at));
    const counts = Object.groupBy(planned, ({ endpoint }) => endpoint);
    const shares = Object.entries(counts).map(([endpoint, some]) => [endpoint, 5 * some.length]);
    expect(Object.fromEntries(shares)).toEqual(mix);
  }
  const questions = Array.from({ length: 80 }, (_, at) => plan(at)).filter(({ endpoint }) => endpoint === "queries");
  expect(questions.map(({ token }) => token)).toEqual(["token-0", "token-1", "token-0", "token-1"]);
  expect(new Set(questions.map(({ body }) => body?.query)).size).toBe(4);
});

test("a service looks up its tenant's customer, and health is asked without a token", () => {
  const plan = planRequests(users);
  const planned = Array.from({ length: 20 }, (_, at) => plan(at));
  expect(planned.find(({ endpoint }) => endpoint === "crm")).toEqual({
    ...{ endpoint: "crm", method: "GET", token: "service-token" },
    path: "/api/crm/tenant%2F1/customers?phone=%2B14155551212",
  });
  expect(planned.find(({ endpoint }) => endpoint === "health")).not.toHaveProperty("token");
});

describe("the file with the tokens", () => {
  test("is read as it was written, and readable by its owner alone", async () => {
    const file = join(directory, "tokens.csv");
    await writeCallers(file, users);
    expect(await readCallers(file)).toEqual(users);
    expect((await stat(file)).mode & 0o077).toBe(0);
  });

  test("may have other columns, quotes and the line ends of Windows", async () => {
    const file = join(directory, "other.csv");
    await writeFile(file, '\uFEFFname,auth_token\r\nAda,"token-a"\r\n\r\nBen,token-b\r\n');
    expect(await readCallers(file)).toEqual([{ token: "token-a" }, { token: "token-b" }]);
  });

  test("is refused without the column, with nothing of it shown", async () => {
    const file = join(directory, "wrong.csv");
    await writeFile(file, "secret-token\nsecret-token-2\n");
    await expect(readCallers(file)).rejects.toThrow(
      new RegExp(`^The first line of ${file} must name the column auth_token\\.$`),
    );
  });

  test("must have enough users for the questions, and a service for the customers", () => {
    const asked = { leftOut: [], queriesPerMinute: 30 };
    expect(() => requireCallers([{ token: "a" }], phases, asked)).toThrow("or --without crm");
    expect(() => requireCallers(users, phases, asked)).toThrow("needs the tokens of 10 users and has 2");
    const many = Array.from({ length: 10 }, () => ({ token: "a", customers }));
    expect(() => requireCallers(many, phases, asked)).not.toThrow();
    expect(() => requireCallers([{ token: "a" }], phases, { ...asked, leftOut: ["crm", "queries"] })).not.toThrow();
  });
});

const figures = { requests: 15_000, ok: 14_900, p50: 40, p95: 310, p99: 500, max: 900 };
const [, , sustained] = phases;
const result: LoadResult = {
  phases: sustained
    ? [{ ...sustained, ...figures, target: targets.sustained ?? { success: 0, p50: 0, p95: 0, p99: 0 } }]
    : [],
  endpoints: [{ name: "gmail", ...figures }],
  periods: [0, 10, 20].map((from) => ({ ...figures, from, seconds: 10 })),
  failures: [["gmail <b>503</b>", 100]],
};

test("a verdict names each figure that missed its target, and by how much", () => {
  expect(result.phases.map(describeVerdict)).toEqual(["missed: P95 310 ms of 300 ms (× 1.0)"]);
  expect(meetsTargets(result)).toBe(false);
  const quick = result.phases.map((phase) => ({ ...phase, p95: 299.9 }));
  expect(meetsTargets({ ...result, phases: quick })).toBe(true);
  // More than 99 %, not as much.
  expect(meetsTargets({ ...result, phases: quick.map((phase) => ({ ...phase, ok: 14_850 })) })).toBe(false);
  expect(meetsTargets({ ...result, phases: quick.map((phase) => ({ ...phase, requests: 0, ok: 0 })) })).toBe(false);
});

test("Artillery gets a condition for each target", () => {
  expect(listConditions(targets)).toEqual([
    "phase.sustained.ok / phase.sustained.requests > 0.99",
    "phase.sustained.latency.p50 < 150",
    "phase.sustained.latency.p95 < 300",
    "phase.sustained.latency.p99 < 600",
    "phase.peak.ok / phase.peak.requests > 0.98",
    "phase.peak.latency.p50 < 200",
    "phase.peak.latency.p95 < 500",
    "phase.peak.latency.p99 < 1000",
  ]);
});

test("the report needs no other file, and nothing that is filled in becomes markup", () => {
  const run: LoadRun = {
    ...{
      result,
      origin: "https://app.example.com",
      place: "stage dev",
      startedAt: 0,
      leftOut: ["crm"],
      generator: "A",
    },
    ...{ cpu: {}, machine: "<script>", loadAverages: [0.5, 1.5] },
  };
  const page = renderReport(run);
  expect(page).not.toMatch(/<script|<link|<img|@import|url\(|<b>/);
  expect(page).toContain("gmail &lt;b&gt;503&lt;/b&gt;");
  expect(page).toContain("&lt;script&gt;");
  expect(page).not.toMatch(/NaN|undefined|Infinity/);
  expect(page.match(/<svg /g)).toHaveLength(4);
});

test("the progress has a line for each phase and every ten seconds, with the rate since the last", () => {
  let now = 0;
  const lines: string[] = [];
  const show = createProgressLine({ isTerminal: false, write: (line) => void lines.push(line) }, () => now);
  const progress = { phase: "sustained", startedAt: 0, firstStartedAt: 0, requests: 0, failed: 0 };
  for (const second of [0, 5, 10]) {
    now = 1000 * second;
    show({ ...progress, requests: 50 * second, failed: second }, phases);
  }
  show({ ...progress, phase: "peak", startedAt: now, requests: 500 }, phases);
  expect(lines.map((line) => line.trim().split(/ {2,}/))).toEqual([
    ["sustained", "300 s left", "0.0/s", "0 answered", "0 failed"],
    ["sustained", "290 s left", "50.0/s", "500 answered", "10 failed"],
    ["peak", "60 s left", "0.0/s", "500 answered", "0 failed"],
  ]);
});
