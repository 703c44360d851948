import { onTestFinished } from "vitest";
import type { ProviderId } from "../../../lib/provider-ids.ts";
import { readDeployedEnvironment } from "../../support/aws.ts";
import { type LambdaProcess, startLambdaProcess } from "../../support/lambda-process.ts";
import { dataCalls } from "./calls.ts";

/** A fresh container of a deployed Lambda, ended with the test: nothing is cached in it yet. */
export async function startContainer(
  run: string,
  provider?: ProviderId,
  environment: Record<string, string> = {},
): Promise<LambdaProcess> {
  const name = [run.replaceAll("/", "-"), provider].filter(Boolean).join("-");
  const started = await startLambdaProcess(run, { ...(await readDeployedEnvironment(name)), ...environment });
  onTestFinished(() => started.stop());
  return started;
}

/** A fresh container of the Lambda behind a provider's data call. */
export const startDataContainer = (provider: ProviderId, environment: Record<string, string> = {}) =>
  startContainer(dataCalls[provider].run, provider, environment);

/** The names of the metrics in what a container has written (CloudWatch Embedded Metric Format). */
export function findMetrics(logs: string): string[] {
  const lines = logs.split("\n").filter((line) => line.includes('"CloudWatchMetrics"'));
  return lines.flatMap((line) => [...line.matchAll(/"Name":"(\w+)"/g)].map(([, name = ""]) => name));
}
