import { describe, expect, it, test } from "vitest";
import { anomalyAlarms } from "../../infra/alarms/anomaly-alarms.ts";
import { metricSeries } from "../../lib/metric-series.ts";
import { manifests } from "../../lib/providers/manifests.ts";
import { sourceFiles } from "../architecture/source-files.ts";
import { listResources, synthesize } from "./support/synthesized.ts";

const sources = (await sourceFiles(/^(functions|lib)\/.*\.ts$/)).filter(({ path }) => !/^lib\/metric/.test(path));
const stacks = synthesize();
const properties = (type: string) => listResources(stacks, type).map(({ Properties }) => Object(Properties));
const alarms = properties("AWS::CloudWatch::Alarm");
const findAlarm = (name: string) => alarms.find(({ AlarmName }) => AlarmName === `patchbay-prod-${name}`);

/** The names of metrics that the code writes: what is counted or measured by its name, and what stands beside a count. */
const written = sources.flatMap(({ text }) =>
  [...text.matchAll(/"(\w+)"|\b(\w+(?:Percent|Excess))(?:: | \})/g)].map(([, name, score]) => name ?? score),
);

test.each(Object.entries(metricSeries))("the series %s is written by a Lambda", (name, series) => {
  const names: readonly string[] = "counts" in series ? series.counts : [name];
  expect(names.filter((one) => !written.includes(one))).toEqual([]);
});

test("every alarm on a metric of ours watches a series, of this stage, with its dimensions", () => {
  const dimensions = new Map(
    Object.entries(metricSeries).map(([name, series]) => [name, "by" in series ? ["stage", series.by] : ["stage"]]),
  );
  const watched = alarms.flatMap(({ Namespace, MetricName, Dimensions, Metrics = [] }) => [
    { Namespace, MetricName, Dimensions },
    ...Metrics.flatMap(({ MetricStat }: { MetricStat?: { Metric: object } }) =>
      MetricStat ? [MetricStat.Metric] : [],
    ),
  ]);
  const ours = watched.filter(({ Namespace }) => Namespace === "Patchbay");
  expect(ours.length).toBeGreaterThan(25);
  for (const { MetricName, Dimensions } of ours) {
    const names = Dimensions.map(({ Name }: { Name: string }) => Name).toSorted();
    expect([MetricName, names]).toEqual([MetricName, dimensions.get(MetricName)?.toSorted()]);
    expect(Dimensions).toContainEqual({ Name: "stage", Value: "prod" });
  }
});

test("the anomaly alarms watch metrics that a Lambda emits, each by its own band", () => {
  const rows = anomalyAlarms("prod", [{ clientId: "voice" }]);
  const bands = alarms.filter(({ ComparisonOperator }) => ComparisonOperator === "GreaterThanUpperThreshold");
  expect(bands.map(({ AlarmName }) => AlarmName)).toEqual(["patchbay-prod-suspicious-callbacks"]);
  expect(bands[0]).toMatchObject({
    EvaluationPeriods: 2,
    TreatMissingData: "notBreaching",
    ThresholdMetricId: expect.any(String),
  });
  expect(JSON.stringify(bands[0].Metrics)).toMatch(/"Expression":"ANOMALY_DETECTION_BAND\(\w+, 3\)"/);
  const names = rows.map(({ metric }) => metric.toMetricConfig().metricStat?.metricName);
  expect(names).toEqual(["CallbackSuspicious", "TokenRead"]);
  for (const name of names) expect(sources.filter(({ text }) => text.includes(`count("${name}"`))).toHaveLength(1);
});

describe("the topic of the alarms", () => {
  const [topic] = properties("AWS::SNS::TopicPolicy");
  const statements: Record<string, unknown>[] = topic.PolicyDocument.Statement;

  it("can be published to by this stage's alarms of this account and the rule about its key, and by nobody else", () => {
    expect(statements.filter(({ Effect }) => Effect === "Allow")).toEqual([
      {
        Sid: "AllowAlarmsToPublish",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: { Ref: expect.stringMatching(/^Alarms/) },
        Condition: {
          StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } },
          ArnLike: {
            "aws:SourceArn": {
              "Fn::Join": [
                "",
                [
                  "arn:",
                  { Ref: "AWS::Partition" },
                  ":cloudwatch:",
                  { Ref: "AWS::Region" },
                  ":",
                  { Ref: "AWS::AccountId" },
                  ":alarm:patchbay-prod-*",
                ],
              ],
            },
          },
        },
      },
      {
        Sid: "AllowKeyEventsToPublish",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sns:Publish",
        Resource: { Ref: expect.stringMatching(/^Alarms/) },
        Condition: { ArnEquals: { "aws:SourceArn": { "Fn::GetAtt": [expect.stringMatching(/^KeyEvents/), "Arn"] } } },
      },
    ]);
  });

  it("refuses connections without TLS", () => {
    const denied = statements.filter(({ Effect }) => Effect === "Deny");
    expect(denied).toMatchObject([{ Condition: { Bool: { "aws:SecureTransport": "false" } } }]);
  });
});

describe("the rule about the encryption key", () => {
  const [rule] = properties("AWS::Events::Rule").filter(({ Name }) => Name === "patchbay-prod-key-events");

  it("matches what disables or deletes this stage's key only", () => {
    expect(rule.EventPattern).toEqual({
      source: ["aws.kms"],
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: {
        eventSource: ["kms.amazonaws.com"],
        eventName: ["DisableKey", "ScheduleKeyDeletion"],
        resources: { ARN: [{ "Fn::ImportValue": "patchbay-prod-key-arn" }] },
      },
    });
  });

  it("tells the topic of the alarms in a sentence that leads to the runbook", () => {
    expect(rule.Targets).toEqual([
      {
        Id: expect.any(String),
        Arn: { Ref: expect.stringMatching(/^Alarms/) },
        Input: expect.stringContaining("docs/runbook.md"),
      },
    ]);
  });
});

describe("an alarm", () => {
  it("watches at most the ten metrics that CloudWatch takes", () => {
    expect(alarms.filter(({ Metrics = [] }) => Metrics.length > 10)).toEqual([]);
    expect(alarms.length).toBeGreaterThan(30);
  });

  it("takes no query over metrics, which is paid for each that it finds", () => {
    expect(JSON.stringify(alarms)).not.toContain("SELECT ");
  });

  it("watches no single queue, and of single Lambdas only that which numbers the feed", () => {
    const names = alarms.flatMap(({ Dimensions = [] }) =>
      Dimensions.flatMap(({ Name, Value }: { Name: string; Value: unknown }) =>
        ["QueueName", "FunctionName"].includes(Name) ? [Value] : [],
      ),
    );
    expect(names).toEqual(["patchbay-prod-live-sequence-feed"]);
  });

  it.each(["execution", "integration"])("watches the %s errors of the WebSocket API", (kind) => {
    expect(findAlarm(`live-${kind}-errors`)).toMatchObject({
      Namespace: "AWS/ApiGateway",
      Dimensions: [{ Name: "ApiId", Value: { "Fn::ImportValue": "patchbay-prod-live-api-id" } }],
    });
  });
});

describe("failures of requests", () => {
  it("raise an alarm when they are ours, and not when a provider is out", () => {
    expect(findAlarm("api-5xx")).toMatchObject({
      Namespace: "Patchbay",
      MetricName: "RequestFailed",
      Dimensions: [{ Name: "stage", Value: "prod" }],
      Threshold: 1,
    });
    expect(alarms.filter(({ MetricName }) => MetricName === "5xx")).toEqual([]);
  });

  it("raise the same alarm when no Lambda answered, by the error in the access log", () => {
    const [filter] = properties("AWS::Logs::MetricFilter");
    expect(filter).toMatchObject({
      FilterPattern: '{ $.integrationError != "-" }',
      MetricTransformations: [
        {
          MetricNamespace: "Patchbay",
          MetricName: "RequestFailed",
          Dimensions: [{ Key: "stage", Value: "$.stage" }],
        },
      ],
    });
    const stage = properties("AWS::ApiGatewayV2::Stage").find(({ AccessLogSettings }) => AccessLogSettings);
    expect(JSON.parse(stage.AccessLogSettings.Format)).toMatchObject({
      stage: "prod",
      integrationError: "$context.integrationErrorMessage",
    });
  });

  it.each(manifests)("raise an alarm when those of $id exceed a quarter of its operations", ({ id }) => {
    expect(findAlarm(`provider-${id}-failures`)).toMatchObject({
      MetricName: "ProviderFailureExcess",
      Statistic: "Sum",
      Threshold: 4,
      EvaluationPeriods: 2,
      Period: 300,
      Dimensions: [
        { Name: "provider", Value: id },
        { Name: "stage", Value: "prod" },
      ],
    });
  });
});
