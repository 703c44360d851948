import { onTestFinished } from "vitest";
import type { ProviderId } from "../../../lib/providers/ids.ts";
import { deployedEnvironment } from "../../support/aws.ts";
import { type LambdaProcess, lambdaProcess } from "../../support/lambda-process.ts";
import { dataCalls } from "./calls.ts";

/** A fresh container of a deployed Lambda, ended with the test: nothing is cached in it yet. */
export async function container(
  run: string,
  provider?: ProviderId,
  environment: Record<string, string> = {},
): Promise<LambdaProcess> {
  const name = [run.replaceAll("/", "-"), provider].filter(Boolean).join("-");
  const started = await lambdaProcess(run, { ...(await deployedEnvironment(name)), ...environment });
  onTestFinished(() => started.stop());
  return started;
}

/** A fresh container of the Lambda behind a provider's data call. */
export const dataContainer = (provider: ProviderId, environment: Record<string, string> = {}) =>
  container(dataCalls[provider].run, provider, environment);

/** The names of the metrics in what a container has written (CloudWatch Embedded Metric Format). */
export function metricsIn(logs: string): string[] {
  const lines = logs.split("\n").filter((line) => line.includes('"CloudWatchMetrics"'));
  return lines.flatMap((line) => [...line.matchAll(/"Name":"(\w+)"/g)].map(([, name = ""]) => name));
}
