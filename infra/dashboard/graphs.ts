// The graphs of each panel of the dashboard. A dashboard with more than 50 metrics costs $3 a month: what is drawn is summed over
// providers, and saved queries divide it.
import { queueName, type TableOwner, tableName, tableNames } from "../names.ts";
import type { Consumer } from "../triggers.ts";
import { awsMetric, type Graph, ownMetric } from "./graph.ts";

export const flowGraphs = (stage: string): Graph[] => [
  {
    title: "Flows",
    unit: "count",
    metrics: [
      ownMetric(stage, "FlowStarted"),
      ownMetric(stage, "FlowFailedPercent", { statistic: "SampleCount", label: "ended" }),
      ownMetric(stage, "Connected"),
      ownMetric(stage, "Disconnected"),
      ownMetric(stage, "ReconnectNeeded"),
    ],
  },
  {
    title: "Failed, in percent",
    unit: "percent",
    metrics: [
      ownMetric(stage, "FlowFailedPercent", { statistic: "Average", label: "flows" }),
      ownMetric(stage, "RefreshFailedPercent", { statistic: "Average", label: "refreshes" }),
      ownMetric(stage, "RenewalLapsedPercent", { statistic: "Average", label: "renewals" }),
    ],
  },
  {
    title: "Refreshes",
    unit: "count",
    metrics: [ownMetric(stage, "RefreshFailedPercent", { statistic: "SampleCount", label: "refreshes" })],
  },
];

export const webhookGraphs = (stage: string): Graph[] => [
  {
    title: "Events",
    unit: "count",
    metrics: [
      ownMetric(stage, "WebhookAccepted"),
      ownMetric(stage, "WebhookProcessed"),
      ownMetric(stage, "WebhookFailed"),
      ownMetric(stage, "WebhookRefused"),
    ],
  },
  {
    title: "Age when processed, slowest",
    unit: "ms",
    metrics: [ownMetric(stage, "WebhookAge", { statistic: "Maximum" })],
  },
];

export const queueGraphs = (stage: string, consumers: readonly Pick<Consumer, "queue">[]): Graph[] => [
  {
    title: "Age of the oldest message",
    unit: "s",
    metrics: consumers.map(({ queue }) =>
      awsMetric(
        "AWS/SQS",
        "ApproximateAgeOfOldestMessage",
        { QueueName: queueName(stage, queue) },
        { statistic: "Maximum", label: queue },
      ),
    ),
  },
  { title: "Dead letters", unit: "count", metrics: [ownMetric(stage, "DeadLetters", { statistic: "Maximum" })] },
];

export const liveGraphs = (stage: string, ApiId: string): Graph[] => [
  {
    title: "Sockets opened and messages",
    unit: "count",
    metrics: [
      ...["ConnectCount", "MessageCount"].map((name) => awsMetric("AWS/ApiGateway", name, { ApiId })),
      ownMetric(stage, "PushFailed"),
    ],
  },
];

export const providerGraphs = (stage: string): Graph[] => [
  { title: "Slowest call", unit: "ms", metrics: [ownMetric(stage, "ProviderLatency", { statistic: "Maximum" })] },
  {
    title: "Lists answered from what is kept",
    unit: "percent",
    metrics: [ownMetric(stage, "CacheHitPercent", { statistic: "Average" })],
  },
];

export const databaseGraphs = (stage: string): Graph[] => [
  {
    title: "Slowest answer",
    unit: "ms",
    metrics: [ownMetric(stage, "QueryTime", { statistic: "Maximum" })],
  },
  { title: "Questions left to the model", unit: "count", metrics: [ownMetric(stage, "QueryFallback")] },
];

export const awsGraphs = (owner: TableOwner): Graph[] => [
  { title: "Requests that failed on our side", unit: "count", metrics: [ownMetric(owner.stage, "RequestFailed")] },
  {
    title: "Lambdas at a time",
    unit: "count",
    metrics: [
      awsMetric("AWS/Lambda", "ConcurrentExecutions", {}, { statistic: "Maximum" }),
      awsMetric("AWS/Lambda", "Throttles", {}),
    ],
  },
  {
    title: "DynamoDB on average, table of connections",
    unit: "ms",
    metrics: ["GetItem", "TransactWriteItems"].map((Operation) =>
      awsMetric(
        "AWS/DynamoDB",
        "SuccessfulRequestLatency",
        { TableName: tableName(owner, "connections"), Operation },
        { statistic: "Average", label: Operation },
      ),
    ),
  },
];

export const costGraphs = (owner: TableOwner): Graph[] => [
  {
    title: "Write units",
    unit: "units",
    metrics: tableNames.map((table) =>
      awsMetric("AWS/DynamoDB", "ConsumedWriteCapacityUnits", { TableName: tableName(owner, table) }, { label: table }),
    ),
  },
  { title: "Lambda's milliseconds", unit: "ms", metrics: [awsMetric("AWS/Lambda", "Duration", {})] },
  { title: "Log bytes", unit: "bytes", metrics: [awsMetric("AWS/Logs", "IncomingBytes", {})] },
  {
    title: "Calls of KMS",
    unit: "count",
    metrics: [awsMetric("AWS/Usage", "CallCount", { Service: "KMS", Type: "API", Resource: "Decrypt", Class: "None" })],
  },
];
