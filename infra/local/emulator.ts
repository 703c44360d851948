// MiniStack: the AWS services of the local cloud, on one port.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Child, readLastLines, startChild } from "./child.ts";
import { withClock } from "./clock-offset.ts";
import { createRefusal } from "./command-refusal.ts";
import { nodeSearchPath, stageDirectory } from "./directories.ts";
import { lambdaBounds } from "./lambda-bounds.ts";

export interface Emulator {
  /** The AWS endpoint for everything outside the Lambdas. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Credentials and region that the emulator takes; it checks neither. */
export const emulatorCredentials = {
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_REGION: "us-east-1",
  AWS_DEFAULT_REGION: "us-east-1",
} as const;

export interface EmulatorOptions {
  readonly stage: string;
  readonly port: number;
  readonly python: string;
  /** Where the Lambdas send their AWS calls: the emulator itself, or the spy in front of it. */
  readonly lambdaEndpoint: string;
}

/** Starts the emulator and waits until it answers. @throws a refusal with the end of its log when it does not */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const endpoint = `http://127.0.0.1:${options.port}`;
  const logFile = join(stageDirectory(options.stage), "emulator.log");
  await emptyTemporaryDirectory(options.stage);
  const child = startChild(options.python, [join(import.meta.dirname, "emulator.py")], {
    env: withClock(emulatorEnvironment(options)),
    logFile,
  });
  if (await waitUntilAnswers(`${endpoint}/_ministack/ready`, child)) return { endpoint, stop: child.stop };
  await child.stop();
  throw createRefusal(`The AWS emulator did not start (its whole log: ${logFile}):\n${await readLastLines(logFile)}`);
}

const getTemporaryDirectory = (stage: string): string => join(stageDirectory(stage), "tmp");

/** Where the emulator unpacks Lambdas; what an earlier start that was killed left there goes. */
async function emptyTemporaryDirectory(stage: string): Promise<void> {
  const directory = getTemporaryDirectory(stage);
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  // As on AWS, no package.json above a Lambda; ours would make modules of the emulator's own scripts.
  await writeFile(join(directory, "package.json"), "{}");
}

/** Nothing of the operator's environment: the Lambdas inherit all of this. */
function emulatorEnvironment({ stage, port, lambdaEndpoint }: EmulatorOptions): Record<string, string> {
  return {
    ...emulatorCredentials,
    PATH: nodeSearchPath(),
    HOME: stageDirectory(stage),
    TMPDIR: getTemporaryDirectory(stage),
    LANG: "C.UTF-8",
    GATEWAY_PORT: String(port),
    BIND_HOST: "127.0.0.1",
    LAMBDA_EXECUTOR: "local",
    ...lambdaBounds(),
    // It would count the calls that wait in line, and refuse some; how long they wait is bounded instead.
    LAMBDA_ACCOUNT_CONCURRENCY: "0",
    AWS_ENDPOINT_URL: lambdaEndpoint,
    // Both would open further ports, fixed ones, so that no second cloud could run beside this one.
    IOT_MTLS_ENABLED: "0",
    SFTP_ENABLED: "0",
    // The warning is about the emulator's own script, and would stand in every Lambda's log.
    NODE_OPTIONS: `--import=${nameInUserAgent} --disable-warning=DEP0169`,
  };
}

/** Makes every AWS call name the Lambda it came from, for the spy. */
const nameInUserAgent = `data:text/javascript,${encodeURIComponent(
  "process.env.AWS_SDK_UA_APP_ID ??= process.env.AWS_LAMBDA_FUNCTION_NAME?.slice(0, 50)",
)}`;

async function waitUntilAnswers(url: string, child: Child, timeoutMs = 120_000): Promise<boolean> {
  let gone = false;
  void child.exited.then(() => {
    gone = true;
  });
  const deadline = Date.now() + timeoutMs;
  while (!gone && Date.now() < deadline) {
    const ready = await fetch(url, { signal: AbortSignal.timeout(1000) }).catch(() => undefined);
    if (ready?.ok) return true;
    await wait(50);
  }
  return false;
}
