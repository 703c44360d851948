import { writeLine } from "./log.ts";

const stage = process.env.STAGE ?? "unknown";

/**
 * Counts one occurrence by writing a log line in CloudWatch's embedded metric format; no API call is made.
 * Use few dimensions (provider, outcome, operation). The stage is always added, and alarms sum over the others.
 * Source: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function count(name: string, dimensions: Readonly<Record<string, string>> = {}): void {
  measure(name, 1, "Count", dimensions);
}

/** Writes one value of a metric, or up to 100 values in one line, in the same format as {@link count}. */
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
