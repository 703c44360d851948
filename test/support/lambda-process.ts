// Runs a Lambda's bundle in its own process: like containers on AWS, two of them share nothing but the state in AWS.
import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { setImmediate as laterTurn } from "node:timers/promises";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { withClock } from "../../infra/local/clock-offset.ts";
import type { LambdaReply } from "./lambda-runner.ts";

export interface LambdaProcess {
  /** Sends one event to the handler; calls may overlap. @throws what the handler threw */
  invoke(event: unknown): Promise<APIGatewayProxyStructuredResultV2>;
  /** Everything written to stdout and stderr so far. */
  logs(): string;
  stop(): Promise<void>;
}

type Waiting = Map<string, (reply: LambdaReply) => void>;

const runner = join(import.meta.dirname, "lambda-runner.ts");
const dist = join(import.meta.dirname, "../../dist");

/**
 * Starts a Lambda outside the emulator, from its bundle.
 * @param entry as in the route table, "integrations/list"
 * @param environment variables beside those that every Lambda has
 * @throws when the bundle cannot be imported, with the process's output
 */
export async function startLambdaProcess(entry: string, environment: Record<string, string>): Promise<LambdaProcess> {
  const child = fork(runner, [join(dist, entry, "index.mjs")], {
    env: withClock({ ...lambdaEnvironment(entry), ...environment }),
    silent: true,
  });
  let logs = "";
  for (const output of [child.stdout, child.stderr]) output?.on("data", (chunk) => (logs += chunk));
  const waiting: Waiting = new Map();
  child.on("message", (reply: LambdaReply) => waiting.get(reply.id)?.(reply));
  const exited = new Promise<void>((resolve) => child.once("close", () => resolve()));
  void exited.then(() => {
    for (const [id, settle] of waiting) settle({ id, error: `The process of ${entry} has ended:\n${logs}` });
  });
  const up = new Promise<true>((resolve) => child.once("message", () => resolve(true)));
  if (!(await Promise.race([up, exited]))) throw new Error(`${entry} did not start:\n${logs}`);
  return {
    invoke: (event) => invokeProcess(child, waiting, event),
    logs: () => logs,
    async stop() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

const lambdaEnvironment = (entry: string) => ({
  PATH: process.env.PATH ?? "",
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_LAMBDA_FUNCTION_NAME: entry,
  AWS_SDK_UA_APP_ID: entry.replaceAll("/", "-").slice(0, 50),
});

async function invokeProcess(
  child: ChildProcess,
  waiting: Waiting,
  event: unknown,
): Promise<APIGatewayProxyStructuredResultV2> {
  if (!child.connected) throw new Error("The process has been stopped");
  const id = crypto.randomUUID();
  const replied = new Promise<LambdaReply>((resolve) => waiting.set(id, resolve));
  child.send({ id, event });
  const reply = await replied;
  waiting.delete(id);
  // Output that was written before the reply comes through another pipe, and is read by the end of this event-loop turn.
  await laterTurn();
  if (reply.error !== undefined) throw new Error(reply.error);
  return reply.result as APIGatewayProxyStructuredResultV2;
}
