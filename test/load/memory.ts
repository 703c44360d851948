// `npm run load -- memory`: how much memory a local cloud of many Lambdas takes.
import { execFile } from "node:child_process";
import { mkdir, readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { bundleLambdas } from "../../infra/bundle.ts";
import { stageDirectory } from "../../infra/local/directories.ts";
import { startEmulator } from "../../infra/local/emulator.ts";
import { computePorts, readPortBase } from "../../infra/local/ports.ts";
import { formatSeconds, runStep } from "../../infra/local/progress.ts";
import { preparePythonEnvironment } from "../../infra/local/python-environment.ts";
import { listProcesses, selectDescendants } from "./processes.ts";

const stage = "memory";
const run = promisify(execFile);

/**
 * Creates copies of a small Lambda in a separate emulator, calls each twice and prints the peak memory.
 * @throws when a call is not answered, or when the emulator and its processes use more than `maxMb`
 */
export async function measureMemory(count: number, maxMb: number): Promise<void> {
  const python = await preparePythonEnvironment();
  if (process.env.PATCHBAY_BUILT !== "1") await runStep(console.log, "bundles", bundleLambdas);
  const { emulator } = computePorts(readPortBase(4400));
  const { endpoint, stop } = await startEmulator({
    stage,
    port: emulator,
    python,
    lambdaEndpoint: `http://127.0.0.1:${emulator}`,
  });
  const memory = watchMemory();
  try {
    const ZipFile = await zipLambda(python);
    await runStep(console.log, `${count} Lambdas created`, () => forEach(count, (at) => create(endpoint, at, ZipFile)));
    await runStep(console.log, "each called", () => forEach(count, (at) => call(endpoint, at)));
    await runStep(console.log, "each called again", () => forEach(count, (at) => call(endpoint, at)));
  } finally {
    await memory.stop();
    await stop();
  }
  const { mb, processes, ms } = memory.readPeak();
  console.log(
    `At most ${Math.round(mb)} MB (proportional set size) in ${processes} processes, after ${formatSeconds(ms)}`,
  );
  if (mb === 0) throw new Error("The memory of processes can be read on Linux only.");
  if (mb > maxMb) throw new Error(`That is more than ${maxMb} MB.`);
}

async function zipLambda(python: string): Promise<string> {
  const file = join(stageDirectory(stage), "lambda.zip");
  await mkdir(stageDirectory(stage), { recursive: true });
  await run(python, ["-m", "zipfile", "-c", file, "dist/health/index.mjs"]);
  return (await readFile(file)).toString("base64");
}

const toCopyName = (at: number): string => `copy-${at}`;

async function create(endpoint: string, at: number, ZipFile: string): Promise<void> {
  await post(`${endpoint}/2015-03-31/functions`, {
    FunctionName: toCopyName(at),
    Runtime: "nodejs24.x",
    Handler: "index.handler",
    Role: "arn:aws:iam::000000000000:role/memory",
    Code: { ZipFile },
  });
}

const event = { rawPath: "/api/health", headers: {}, requestContext: { requestId: "1", http: { method: "GET" } } };

async function call(endpoint: string, at: number): Promise<void> {
  const answer = await post(`${endpoint}/2015-03-31/functions/${toCopyName(at)}/invocations`, event);
  if (!answer.includes('"statusCode":200') && !answer.includes('"statusCode": 200')) throw new Error(answer);
}

async function post(url: string, body: object): Promise<string> {
  const answer = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text}`);
  return text;
}

/** Runs the work for 0 to `count - 1`, some at a time. */
async function forEach(count: number, work: (at: number) => Promise<void>): Promise<void> {
  const waiting = Array.from({ length: count }, (_, at) => at).values();
  const worker = async () => {
    for (const at of waiting) await work(at);
  };
  await Promise.all(Array.from({ length: 4 * availableParallelism() }, worker));
}

/** Measures every second the memory of all descendant processes. */
function watchMemory() {
  const from = performance.now();
  let peak = { mb: 0, processes: 0, ms: 0 };
  let looking = Promise.resolve();
  const look = async () => {
    const found = await Promise.all(
      selectDescendants(await listProcesses(), process.pid).map(({ pid }) => proportionalMb(pid)),
    );
    const mb = found.reduce((sum, one) => sum + one, 0);
    if (mb > peak.mb) peak = { mb, processes: found.length, ms: performance.now() - from };
  };
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, 1000);
  return {
    readPeak: () => peak,
    async stop() {
      clearInterval(timer);
      await looking.then(look);
    },
  };
}

async function proportionalMb(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) / 1024;
}
