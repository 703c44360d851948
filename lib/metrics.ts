import { writeLine } from "./log.ts";

const stage = process.env.STAGE ?? "unknown";

/**
 * Counts one occurrence as CloudWatch EMF: a log line, no call. Dimensions must stay few (provider, outcome, operation);
 * the stage is always one of them, and alarms sum over the others.
 * Source: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function count(name: string, dimensions: Readonly<Record<string, string>> = {}): void {
  measure(name, 1, "Count", dimensions);
}

/** A metric's value, or up to a hundred of them in one line, as `count` writes it. */
export function measure(
  name: string,
  value: number | readonly number[],
  unit: "Count" | "Milliseconds",
  dimensions: Readonly<Record<string, string>> = {},
): void {
  const values = { stage, ...dimensions };
  writeLine({
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        { Namespace: "Patchbay", Dimensions: [Object.keys(values)], Metrics: [{ Name: name, Unit: unit }] },
      ],
    },
    ...values,
    [name]: value,
  });
}
