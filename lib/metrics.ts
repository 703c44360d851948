import { writeLine } from "./log.ts";

type Texts = Readonly<Record<string, string>>;

const stage = process.env.STAGE ?? "unknown";

/**
 * Counts one occurrence by writing a log line in CloudWatch's embedded metric format; no API call is made.
 * Each combination of dimensions is a metric of its own, at $0.30 a month: use few, with few values (provider, outcome). What
 * only explains a value, such as the operation, is a field. The stage is always added, and alarms sum over the others.
 * Source: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function count(name: string, dimensions: Texts = {}, fields: Texts = {}): void {
  measure(name, 1, "Count", dimensions, fields);
}

/**
 * Writes one value of a metric, or up to 100 values in one line, in the same format as {@link count}.
 * @param fields more members of the log line, for CloudWatch Logs Insights
 */
export function measure(
  name: string,
  value: number | readonly number[],
  unit: "Count" | "Milliseconds",
  dimensions: Texts = {},
  fields: Texts = {},
): void {
  const values = { stage, ...dimensions };
  writeLine({
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        { Namespace: "Patchbay", Dimensions: [Object.keys(values)], Metrics: [{ Name: name, Unit: unit }] },
      ],
    },
    ...fields,
    ...values,
    [name]: value,
  });
}
