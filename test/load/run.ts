// `npm run load -- webhooks --count 10000`: runs load on the local stack and prints the figures.
import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import { describeFailure } from "../../infra/local/command-refusal.ts";
import { measureMemory } from "./memory.ts";

const help = `Usage: npm run load -- webhooks [--count <deliveries>]
       npm run load -- step [--rate <requests a second>] [--seconds <how long>]
       npm run load -- memory [--count <Lambdas>]
       npm run costs

  webhooks  sends signed deliveries with one in a hundred sent again and one in a hundred forged, and checks that each genuine
            one was worked on exactly once
  step      ends the processes of all Lambdas, then asks six endpoints in turn; fails on any 5xx
  costs     counts DynamoDB's units of each flow, and prints what a million of it costs in dollars, by service
  memory    calls each of many copies of a small Lambda; fails when they take more than 4 GB

Each starts a local stack and prints what it counted and how long everything took.

  --count    10000 deliveries, or 250 Lambdas, unless given
  --rate     50 unless given
  --seconds  60 unless given
  --help     this text`;

const number = { type: "string" } as const;
const options = { count: number, rate: number, seconds: number, help: { type: "boolean", default: false } } as const;

const { values, positionals } = parseArgs({ options, allowPositionals: true });
const { count, rate = "50", seconds = "60" } = values;
const areNumbers = [count ?? "1", rate, seconds].every((text) => Number(text) > 0);
const loads: Readonly<Record<string, () => void>> = {
  webhooks: () => runTest("webhooks", { PATCHBAY_LOAD_COUNT: count ?? "10000" }),
  costs: () => runTest("costs", {}),
  step: () => runTest("step", { PATCHBAY_LOAD_RATE: rate, PATCHBAY_LOAD_SECONDS: seconds }),
  memory: () => void measureMemory(Number(count ?? "250"), 4096).catch(fail),
};
const load = areNumbers && Object.hasOwn(loads, positionals.join(" ")) ? loads[positionals.join(" ")] : undefined;
if (values.help) {
  console.log(help);
} else if (load) {
  load();
} else {
  console.error(help);
  process.exitCode = 1;
}

function runTest(name: string, env: Readonly<Record<string, string>>): void {
  const child = spawn("vitest", ["run", "--project", "load", `test/load/${name}`], {
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
  child.on("exit", (code) => {
    process.exitCode = code ?? 1;
  });
}

function fail(error: unknown): void {
  console.error(describeFailure(error));
  process.exitCode = 1;
}
