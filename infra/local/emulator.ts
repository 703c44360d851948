// MiniStack, which emulates the AWS services of the local cloud on one port.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Child, readLastLines, startChild } from "./child.ts";
import { withClock } from "./clock-offset.ts";
import { createRefusal } from "./command-refusal.ts";
import { nodeSearchPath, stageDirectory } from "./directories.ts";
import { lambdaBounds } from "./lambda-bounds.ts";

export interface Emulator {
  /** The AWS endpoint for everything but the Lambdas. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Credentials and region for the emulator, which checks neither. */
export const emulatorCredentials = {
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_REGION: "us-east-1",
  AWS_DEFAULT_REGION: "us-east-1",
} as const;

/** For requests to API Gateway's own endpoints: the emulator reads service and account from the credential scope and checks nothing else. */
export const gatewayAuthorization =
  "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/apigateway/aws4_request, SignedHeaders=host, Signature=none";

export interface EmulatorOptions {
  readonly stage: string;
  readonly port: number;
  readonly python: string;
  /** The Lambdas' AWS endpoint: the emulator, or the spy in front of it. */
  readonly lambdaEndpoint: string;
}

/** Starts the emulator and waits until it answers. @throws a refusal with the last lines of its log when it does not */
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

/** Empties the directory where the emulator unpacks Lambdas: a killed emulator leaves files there. */
async function emptyTemporaryDirectory(stage: string): Promise<void> {
  const directory = getTemporaryDirectory(stage);
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  // Keeps Node from finding the repository's package.json, which would turn the emulator's scripts into ES modules.
  await writeFile(join(directory, "package.json"), "{}");
}

/** The emulator's whole environment. The Lambdas inherit it, so it contains nothing of the operator's. */
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
    // Off: it would count waiting calls and refuse some. PATCHBAY_LAMBDA_WAIT_S limits their waiting time instead.
    LAMBDA_ACCOUNT_CONCURRENCY: "0",
    AWS_ENDPOINT_URL: lambdaEndpoint,
    // Off: both open fixed ports, so that two clouds could not run at the same time.
    IOT_MTLS_ENABLED: "0",
    SFTP_ENABLED: "0",
    // The warning is about the emulator's own script and would appear in every Lambda's log.
    NODE_OPTIONS: `--import=${nameInUserAgent} --disable-warning=DEP0169`,
  };
}

/** Adds the Lambda's name to the user agent of its AWS calls, for the spy. */
const nameInUserAgent = `data:text/javascript,${encodeURIComponent(
  "process.env.AWS_SDK_UA_APP_ID ??= process.env.AWS_LAMBDA_FUNCTION_NAME?.slice(0, 50)",
)}`;

async function waitUntilAnswers(url: string, child: Child, timeoutMs = 120_000): Promise<boolean> {
  let hasExited = false;
  void child.exited.then(() => {
    hasExited = true;
  });
  const deadline = Date.now() + timeoutMs;
  while (!hasExited && Date.now() < deadline) {
    const ready = await fetch(url, { signal: AbortSignal.timeout(1000) }).catch(() => undefined);
    if (ready?.ok) return true;
    await wait(50);
  }
  return false;
}
