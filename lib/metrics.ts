import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";

const metrics = new Metrics({ namespace: "Patchbay", serviceName: "patchbay" });
const stage = process.env.STAGE ?? "unknown";

/**
 * Counts one occurrence as CloudWatch EMF (a log line, no call). Dimensions must stay few: provider, outcome, operation;
 * the stage is always one of them, and alarms sum over the others.
 * Source: CloudWatch Embedded Metric Format specification.
 */
export function count(name: string, dimensions: Readonly<Record<string, string>> = {}): void {
  const single = metrics.singleMetric();
  single.addDimension("stage", stage);
  for (const [key, value] of Object.entries(dimensions)) single.addDimension(key, value);
  single.addMetric(name, MetricUnit.Count, 1);
}
