// `npm run load`: runs load on the local stack or on a deployed stage, and prints the figures.
import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import { describeModel } from "../../infra/costs/describe-model.ts";
import { createRefusal, describeFailure } from "../../infra/local/command-refusal.ts";
import { measureMemory } from "./memory.ts";
import { runMix } from "./mix/command.ts";
import { type Endpoint, mix } from "./mix/requests.ts";

const help = `Usage: npm run load [-- --quick] [-- --stage <name> --tokens <file.csv> [--without <parts>] [--yes]]
       npm run load -- k6 [the same options]
       npm run load -- webhooks [--count <deliveries>]
       npm run load -- step [--rate <requests a second>] [--seconds <how long>]
       npm run load -- memory [--count <Lambdas>]
       npm run costs [-- --record]
       npm run costs -- --model

  without a word  Artillery asks a mix of all surfaces for ten minutes: 25500 requests, at most 100 a second. Prints whether the
            targets were met and writes .local/load/report.html; exit code 1 when one was missed. docs/load.md explains it
  k6        the same requests and targets by k6, a second opinion
  webhooks  sends signed deliveries with one in a hundred sent again and one in a hundred forged, and checks that each genuine
            one was worked on exactly once
  step      ends the processes of all Lambdas, then asks six endpoints in turn; fails on any 5xx
  costs     counts DynamoDB's units of each flow, and prints what a million of it costs in dollars, by service; fails when they differ
            from those in infra/costs/recorded-units.json, which --record writes
            --model asks no stack: what a month costs at three sizes, and which quota of AWS breaks first
  memory    calls each of many copies of a small Lambda; fails when they take more than 4 GB

Each but the model starts a local stack and prints what it counted and how long everything took.

  --stage    a deployed stage (infra/stages/<name>.ts), in place of a local stack
  --tokens   for --stage: a CSV file with the column auth_token, a user's access token each; and for the lookups of customers
             the columns service_token, tenant_id and phone
  --without  parts of the mix that the stage has nothing for, such as crm,queries
  --quick    each phase in a tenth of its time
  --yes      do not ask (for pipelines)
  --count    10000 deliveries, or 250 Lambdas, unless given
  --rate     50 unless given
  --seconds  60 unless given
  --help     this text`;

const text = { type: "string" } as const;
const flag = { type: "boolean", default: false } as const;
const options = {
  ...{ count: text, rate: text, seconds: text, stage: text, tokens: text, without: text },
  ...{ quick: flag, yes: flag, record: flag, model: flag, help: flag },
} as const;

const { values, positionals } = parseArgs({ options, allowPositionals: true });
const { count, rate = "50", seconds = "60" } = values;
const areNumbers = [count ?? "1", rate, seconds].every((number) => Number(number) > 0);
const loads: Readonly<Record<string, () => void>> = {
  "": () => void runWholeMix("artillery").catch(fail),
  k6: () => void runWholeMix("k6").catch(fail),
  webhooks: () => runTest("webhooks", { PATCHBAY_LOAD_COUNT: count ?? "10000" }),
  costs: () => (values.model ? console.log(describeModel()) : runTest("costs", {}, values.record ? ["-u"] : [])),
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

async function runWholeMix(generator: "artillery" | "k6"): Promise<void> {
  const { stage, tokens, quick: isQuick, yes: isConfirmed } = values;
  if (stage === undefined && tokens !== undefined) throw createRefusal("--tokens is for --stage: add it.");
  const leftOut = readParts(values.without ?? "");
  process.exitCode = await runMix({ generator, isQuick, isConfirmed, leftOut, stage, tokens });
}

function readParts(list: string): Endpoint[] {
  const parts = list.split(",").filter(Boolean);
  const unknown = parts.find((part) => !Object.hasOwn(mix, part));
  if (unknown !== undefined)
    throw createRefusal(`"${unknown}" is no part of the mix, which has ${Object.keys(mix).join(", ")}.`);
  return parts as Endpoint[];
}

function runTest(name: string, env: Readonly<Record<string, string>>, more: readonly string[] = []): void {
  const child = spawn("vitest", ["run", "--project", "load", `test/load/${name}`, ...more], {
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
