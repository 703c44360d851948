// Starts the whole local cloud, for `npm run dev` and for tests.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { planAliases } from "../aliases/plan.ts";
import { bundleLambdas } from "../bundle.ts";
import { isClosedByEdge } from "../config/edge.ts";
import type { Stage } from "../config.ts";
import { loadStage } from "../load-stage.ts";
import { startAwsSpy } from "./aws-spy.ts";
import { awaitAll, type Closers, createClosers } from "./closers.ts";
import { createRefusal } from "./command-refusal.ts";
import { createDemoDatabase } from "./demo-database/create.ts";
import { stageDirectory } from "./directories.ts";
import { startEmulator } from "./emulator.ts";
import { startIdentityProvider } from "./identity-provider/start.ts";
import { livePath, startOriginProxy } from "./origin-proxy.ts";
import { computePorts, type Ports, refuseTakenPorts } from "./ports.ts";
import { startPostgres } from "./postgres/start.ts";
import { listQuestionSecrets, prepareDatabase } from "./prepare-questions.ts";
import { type Log, runStep } from "./progress.ts";
import { preparePythonEnvironment } from "./python-environment.ts";
import { repairCors } from "./repair-cors.ts";
import { startSandbox } from "./sandbox/start.ts";
import { seedCredentials } from "./seed.ts";
import { bootstrapAccount, deployStacks, type StackOptions, synthesizeStacks } from "./stacks.ts";

export interface LocalCloudOptions {
  /** "local", "test" or another ephemeral one: all may run at the same time on different ports. */
  readonly stage: string;
  readonly portBase: number;
  /** Whether the AWS spy is put between the Lambdas and the emulator. */
  readonly spy: boolean;
  readonly log: Log;
  /** False when the bundles in dist are up to date. */
  readonly build?: boolean;
  /** False when the stage's cloud assembly is up to date. */
  readonly synth?: boolean;
  /** Directory of a cloud assembly to deploy instead of the stage's own. */
  readonly assembly?: string;
}

export interface LocalCloud {
  /** Part of every physical name. */
  readonly stage: string;
  /** http://localhost:<port base>: page, API and redirect URIs. */
  readonly origin: string;
  readonly issuer: string;
  readonly apiId: string;
  /** Where browsers open the WebSocket. */
  readonly liveUrl: string;
  /** The emulator, without the spy. */
  readonly awsEndpoint: string;
  /** Where the Lambdas send their AWS calls. */
  readonly lambdaEndpoint: string;
  readonly portBase: number;
  /** Addresses of the sandboxes, by provider. */
  readonly sandbox: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts everything and resolves when the origin answers. @throws a refusal, after stopping what has started */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const running = createClosers();
  try {
    return await startAll(options, running);
  } catch (error) {
    await running.close();
    throw error;
  }
}

async function startAll(options: LocalCloudOptions, running: Closers): Promise<LocalCloud> {
  const { stage, portBase, assembly, log } = options;
  const ports = computePorts(portBase);
  const awsEndpoint = `http://127.0.0.1:${ports.emulator}`;
  const lambdaEndpoint = options.spy ? `http://127.0.0.1:${ports.spy}` : awsEndpoint;
  const stacks = { stage, portBase, endpoint: awsEndpoint, ...(assembly && { assembly }) };
  await refuseTakenPorts(ports);
  await mkdir(stageDirectory(stage), { recursive: true });
  const [, , questionSecrets, providers] = await awaitAll([
    startAws(options, running, { ports, lambdaEndpoint, stacks }),
    buildAssembly(options, stacks),
    startDatabase(options, running, ports.database),
    runStep(log, "sandbox providers and demo identity provider", () => startPeople(running, ports, stage)),
  ]);
  const deployed = await runStep(log, "cdk deploy", () => deployStacks(stacks));
  const { apiId } = deployed;
  await runStep(log, "sandbox credentials and origin", async () => {
    await Promise.all([repairCors(awsEndpoint, apiId), seedCredentials(stage, awsEndpoint, questionSecrets)]);
    const config = await readStage(stage);
    const aliases = planAliases(config);
    const addresses = { port: ports.origin, endpoint: awsEndpoint, ...deployed, ...providers };
    const proxy = await startOriginProxy({ ...addresses, aliases, isEdge: isClosedByEdge(config) });
    running.add(proxy.close);
  });
  const origin = `http://localhost:${ports.origin}`;
  const liveUrl = `ws://localhost:${ports.origin}${livePath}`;
  return { stage, origin, apiId, liveUrl, awsEndpoint, lambdaEndpoint, portBase, ...providers, stop: running.close };
}

interface AwsAddresses {
  readonly ports: Ports;
  /** Where the Lambdas send their AWS calls. */
  readonly lambdaEndpoint: string;
  readonly stacks: StackOptions;
}

async function startAws(
  { stage, spy, log }: LocalCloudOptions,
  running: Closers,
  { ports, lambdaEndpoint, stacks }: AwsAddresses,
): Promise<void> {
  const python = await runStep(log, "Python environment", () => preparePythonEnvironment());
  await runStep(log, `AWS emulator on port ${ports.emulator}`, async () => {
    const emulator = await startEmulator({ stage, port: ports.emulator, python, lambdaEndpoint });
    running.add(emulator.stop);
    if (spy) running.add((await startAwsSpy({ port: ports.spy, target: emulator.endpoint })).close);
  });
  await runStep(log, "cdk bootstrap", () => bootstrapAccount(stacks));
}

async function buildAssembly(options: LocalCloudOptions, stacks: StackOptions): Promise<void> {
  const { log, build = true, synth = true } = options;
  if (build) await runStep(log, "bundles", buildBundles);
  if (synth) await runStep(log, "cdk synth", () => synthesizeStacks(stacks));
}

/** @throws a refusal when esbuild has printed errors in the code */
async function buildBundles(): Promise<void> {
  await bundleLambdas().catch((error) => {
    throw "errors" in error ? createRefusal("The bundles could not be built, for the reasons above.") : error;
  });
}

async function startPeople(
  running: Closers,
  ports: Ports,
  stage: string,
): Promise<Pick<LocalCloud, "issuer" | "sandbox">> {
  // Off in tests: a test that needs events turns them on.
  const sandbox = await startSandbox(ports.origin, { events: stage === "local" });
  running.add(sandbox.close);
  const provider = await startIdentityProvider({
    port: ports.identityProvider,
    pageOrigin: `http://localhost:${ports.origin}`,
    audience: "patchbay",
  });
  running.add(provider.close);
  return { issuer: provider.issuer, sandbox: sandbox.urls };
}

/** For a stage whose file has questions to a database. @returns their secrets */
async function startDatabase(
  { stage, log }: LocalCloudOptions,
  running: Closers,
  port: number,
): Promise<ReturnType<typeof listQuestionSecrets>> {
  const { mcp: { database } = {} } = await readStage(stage);
  if (!database) return [];
  return runStep(log, `PostgreSQL with demo data on port ${port}`, async () => {
    const server = await startPostgres({ directory: join(stageDirectory(stage), "postgres"), port });
    running.add(server.stop);
    return listQuestionSecrets(stage, await prepareDatabase(await createDemoDatabase(server), stage, database));
  });
}

/** Loading a stage's file names the stage in the environment, which is put back. */
async function readStage(stage: string): Promise<Stage> {
  const { PATCHBAY_STAGE: before } = process.env;
  try {
    return await loadStage(stage);
  } finally {
    if (before === undefined) delete process.env.PATCHBAY_STAGE;
    else process.env.PATCHBAY_STAGE = before;
  }
}
