import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";

const metrics = new Metrics({ namespace: "Patchbay", serviceName: "patchbay" });

/**
 * Counts one occurrence as CloudWatch EMF (a log line, no call). Dimensions must stay few: provider, outcome, operation.
 * Source: CloudWatch Embedded Metric Format specification.
 */
export function count(name: string, dimensions: Readonly<Record<string, string>> = {}): void {
  const single = metrics.singleMetric();
  for (const [key, value] of Object.entries(dimensions)) single.addDimension(key, value);
  single.addMetric(name, MetricUnit.Count, 1);
}
