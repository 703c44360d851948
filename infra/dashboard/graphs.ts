// The graphs of each panel of the dashboard.

import { deadLetterQueueName, queueName, tableName, tableNames } from "../names.ts";
import type { Consumer } from "../triggers.ts";
import { awsMetric, type Graph, maximumBy, sumAcross, sumBy } from "./graph.ts";

export const flowGraphs = (stage: string): Graph[] => [
  {
    title: "Flows by outcome",
    unit: "count",
    metrics: [sumAcross(stage, "FlowStarted"), sumBy(stage, "FlowFinished", "outcome")],
  },
  {
    title: "Connected and disconnected",
    unit: "count",
    metrics: [
      sumBy(stage, "Connected", "provider"),
      sumAcross(stage, "Disconnected"),
      sumAcross(stage, "ReconnectNeeded"),
    ],
  },
  {
    title: "Refreshes",
    unit: "count",
    metrics: [
      sumAcross(stage, "RefreshSucceeded"),
      sumBy(stage, "RefreshFailed", "provider"),
      sumAcross(stage, "RenewalLapsed"),
    ],
  },
];

export const webhookGraphs = (stage: string): Graph[] => [
  { title: "Accepted by provider", unit: "count", metrics: [sumBy(stage, "WebhookAccepted", "provider")] },
  {
    title: "Processed, repeated and failed",
    unit: "count",
    metrics: [
      sumAcross(stage, "WebhookProcessed"),
      sumAcross(stage, "WebhookDuplicate"),
      sumAcross(stage, "WebhookNobody"),
      sumBy(stage, "WebhookFailed", "provider"),
      sumBy(stage, "WebhookRefused", "provider"),
    ],
  },
  { title: "Age when processed, slowest", unit: "ms", metrics: [maximumBy(stage, "WebhookAge", "provider")] },
];

export const queueGraphs = (stage: string, consumers: readonly Pick<Consumer, "queue">[]): Graph[] => {
  const each = (metricName: string, name: (stage: string, queue: Consumer["queue"]) => string) =>
    consumers.map(({ queue }) =>
      awsMetric("AWS/SQS", metricName, { QueueName: name(stage, queue) }, { statistic: "Maximum", label: queue }),
    );
  return [
    { title: "Messages waiting", unit: "count", metrics: each("ApproximateNumberOfMessagesVisible", queueName) },
    { title: "Age of the oldest message", unit: "s", metrics: each("ApproximateAgeOfOldestMessage", queueName) },
    { title: "Dead letters", unit: "count", metrics: each("ApproximateNumberOfMessagesVisible", deadLetterQueueName) },
  ];
};

export const liveGraphs = (stage: string, ApiId: string): Graph[] => [
  {
    title: "Sockets opened and messages",
    unit: "count",
    metrics: ["ConnectCount", "MessageCount"].map((name) => awsMetric("AWS/ApiGateway", name, { ApiId })),
  },
  {
    title: "Refused and flooded",
    unit: "count",
    metrics: [sumBy(stage, "SocketRefused", "code"), sumAcross(stage, "SocketFlooded"), sumAcross(stage, "PushFailed")],
  },
];

export const providerGraphs = (stage: string): Graph[] => [
  { title: "Slowest call", unit: "ms", metrics: [maximumBy(stage, "ProviderLatency", "provider")] },
  { title: "Failures", unit: "count", metrics: [sumBy(stage, "ProviderFailed", "provider")] },
  { title: "Lists kept and read", unit: "count", metrics: [sumBy(stage, "CacheRead", "outcome")] },
];

export const databaseGraphs = (stage: string): Graph[] => [
  { title: "Slowest answer by source", unit: "ms", metrics: [maximumBy(stage, "QueryTime", "source")] },
  {
    title: "Questions refused and left to the model",
    unit: "count",
    metrics: [
      sumAcross(stage, "QueryRefused"),
      sumAcross(stage, "QueryFallback"),
      sumAcross(stage, "QueryRateLimited"),
      sumBy(stage, "QueryCache", "outcome"),
    ],
  },
];

const tableLatency = (stage: string, operation: string): Graph => ({
  title: `DynamoDB ${operation}, on average`,
  unit: "ms",
  metrics: tableNames.map((table) =>
    awsMetric(
      "AWS/DynamoDB",
      "SuccessfulRequestLatency",
      { TableName: tableName(stage, table), Operation: operation },
      { statistic: "Average", label: table },
    ),
  ),
});

export const awsGraphs = (stage: string): Graph[] => [
  { title: "Requests that failed, by code", unit: "count", metrics: [sumBy(stage, "RequestFailed", "code")] },
  {
    title: "Lambdas at a time",
    unit: "count",
    metrics: [
      awsMetric("AWS/Lambda", "ConcurrentExecutions", {}, { statistic: "Maximum" }),
      awsMetric("AWS/Lambda", "Throttles", {}),
    ],
  },
  ...["GetItem", "Query", "UpdateItem", "TransactWriteItems"].map((operation) => tableLatency(stage, operation)),
  {
    title: "The key and the store",
    unit: "count",
    metrics: [sumAcross(stage, "VaultThrottled"), sumAcross(stage, "VaultDenied"), sumAcross(stage, "StoreFailed")],
  },
];

export const costGraphs = (stage: string, ApiId: string): Graph[] => {
  const units = (metricName: string) =>
    tableNames.map((table) =>
      awsMetric("AWS/DynamoDB", metricName, { TableName: tableName(stage, table) }, { label: table }),
    );
  return [
    { title: "Write units", unit: "units", metrics: units("ConsumedWriteCapacityUnits") },
    { title: "Read units", unit: "units", metrics: units("ConsumedReadCapacityUnits") },
    {
      title: "Lambda calls and their milliseconds",
      unit: "count",
      metrics: [awsMetric("AWS/Lambda", "Invocations", {}), awsMetric("AWS/Lambda", "Duration", {})],
    },
    {
      title: "Calls of KMS",
      unit: "count",
      metrics: ["Decrypt", "GenerateDataKey"].map((Resource) =>
        awsMetric(
          "AWS/Usage",
          "CallCount",
          { Service: "KMS", Type: "API", Resource, Class: "None" },
          { label: Resource },
        ),
      ),
    },
    { title: "Log bytes", unit: "bytes", metrics: [awsMetric("AWS/Logs", "IncomingBytes", {})] },
    { title: "Socket messages", unit: "count", metrics: [awsMetric("AWS/ApiGateway", "MessageCount", { ApiId })] },
  ];
};
