// Synthesizes the production stacks and deploys them into the emulator with the CDK's command line.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { runChild } from "./child.ts";
import { withClock } from "./clock-offset.ts";
import { createRefusal } from "./command-refusal.ts";
import { nodeSearchPath, repository, stageDirectory } from "./directories.ts";
import { emulatorCredentials } from "./emulator.ts";

export interface StackOptions {
  readonly stage: string;
  readonly portBase: number;
  readonly endpoint: string;
  /** Directory of the cloud assembly to deploy; by default the stage's own. */
  readonly assembly?: string;
}

const environment = "aws://000000000000/us-east-1";

/** Runs `cdk bootstrap` on the emulated account. It does not read the app, so it can run in parallel with synth. */
export const bootstrapAccount = (options: StackOptions): Promise<void> =>
  runCdk(options, "bootstrap", [environment], stageDirectory(options.stage));

/** Writes the cloud assembly that {@link deployStacks} reads. */
export const synthesizeStacks = (options: StackOptions): Promise<void> =>
  runCdk(options, "synth", ["--quiet", "--output", getAssemblyDirectory(options.stage)]);

export interface DeployedIds {
  /** The ids of the HTTP API and of the WebSocket API. */
  readonly apiId: string;
  readonly liveApiId: string;
}

/** Deploys all stacks. */
export async function deployStacks(options: StackOptions): Promise<DeployedIds> {
  const outputs = join(stageDirectory(options.stage), "outputs.json");
  const flags = ["--all", "--require-approval", "never", "--method", "direct", "--concurrency", "4"];
  const { assembly = getAssemblyDirectory(options.stage) } = options;
  await runCdk(options, "deploy", ["--app", assembly, ...flags, "--outputs-file", outputs]);
  const found = z
    .record(z.string(), z.record(z.string(), z.string()))
    .parse(JSON.parse(await readFile(outputs, "utf8")));
  const output = (stack: string, name: string) => {
    const value = found[`patchbay-${options.stage}-${stack}`]?.[name];
    if (!value) throw createRefusal(`The stack patchbay-${options.stage}-${stack} has no output ${name}.`);
    return value;
  };
  return { apiId: output("api", "ApiId"), liveApiId: output("live", "LiveApiId") };
}

/** The directory of a stage's cloud assembly. */
export const getAssemblyDirectory = (stage: string, shard?: string): string =>
  join(stageDirectory(stage, shard), "cdk.out");

/** Runs the CDK's command line on the emulated account. @throws a refusal with the end of its output */
export const runCdk = (
  { stage, portBase, endpoint }: StackOptions,
  verb: string,
  args: string[],
  cwd = repository,
): Promise<void> =>
  runChild("cdk", [verb, "--no-notices", ...args], {
    cwd,
    logFile: join(stageDirectory(stage), `cdk-${verb}.log`),
    env: withClock({
      ...emulatorCredentials,
      PATH: nodeSearchPath(),
      // Not the operator's home, so that the CDK does not find their AWS profiles.
      HOME: stageDirectory(stage),
      AWS_ENDPOINT_URL: endpoint,
      AWS_EC2_METADATA_DISABLED: "true",
      CDK_DISABLE_CLI_TELEMETRY: "true",
      CI: "1",
      PATCHBAY_STAGE: stage,
      PATCHBAY_PORT_BASE: String(portBase),
      PATCHBAY_ALLOWED_ORIGINS: process.env.PATCHBAY_ALLOWED_ORIGINS ?? "",
    }),
  });
