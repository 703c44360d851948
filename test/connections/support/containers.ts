import { onTestFinished } from "vitest";
import { metricNames } from "../../../lib/metrics.ts";
import type { ProviderId } from "../../../lib/provider-ids.ts";
import { readDeployedEnvironment } from "../../support/aws.ts";
import { type LambdaProcess, startLambdaProcess } from "../../support/lambda-process.ts";
import { dataCalls } from "./calls.ts";

/** Starts a new container of a deployed Lambda, with empty caches. It ends with the test. */
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

/** Starts a new container of the Lambda that serves a provider's data call. */
export const startDataContainer = (provider: ProviderId, environment: Record<string, string> = {}) =>
  startContainer(dataCalls[provider].run, provider, environment);

/** The names of what is counted and measured in a container's log. */
export function findMetrics(logs: string): string[] {
  const lines = logs.split("\n").filter((line) => line.startsWith('{"_aws"') || line.startsWith('{"stage"'));
  return lines.flatMap((line) => metricNames.filter((name) => line.includes(`"${name}":`)));
}
