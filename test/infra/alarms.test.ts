import { describe, expect, it, test } from "vitest";
import { anomalyAlarms } from "../../infra/alarms/anomaly-alarms.ts";
import { countedAlarms } from "../../infra/alarms/counted-alarms.ts";
import { liveRoutes } from "../../infra/live-routes.ts";
import { jobs } from "../../infra/triggers.ts";
import { manifests } from "../../lib/providers/manifests.ts";
import { sourceFiles } from "../architecture/source-files.ts";
import { listResources, synthesize } from "./support/synthesized.ts";

const sources = await sourceFiles(/^(functions|lib)\/.*\.ts$/);
const stacks = synthesize();
const properties = (type: string) => listResources(stacks, type).map(({ Properties }) => Object(Properties));
const alarms = properties("AWS::CloudWatch::Alarm");
const findAlarm = (name: string) => alarms.find(({ AlarmName }) => AlarmName === `patchbay-prod-${name}`);

test.each(countedAlarms("test").map(({ name }) => name))(
  "the alarm %s watches a metric that a Lambda emits",
  (name) => {
    expect(sources.filter(({ text }) => text.includes(`"${name}"`))).not.toEqual([]);
  },
);

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
    expect(alarms.length).toBeGreaterThan(40);
  });

  it.each(jobs)(
    "watches the background Lambda $run of $provider by itself, without metric math",
    ({ run, provider }) => {
      const suffix = provider === undefined || provider === "every" ? "" : `-${provider}`;
      const name = `patchbay-prod-${run.replace("/", "-")}${suffix}`;
      const watching = alarms.filter(
        ({ Dimensions = [], AlarmName }) =>
          !AlarmName.endsWith("-stopped") && Dimensions.some(({ Value }: { Value: unknown }) => Value === name),
      );
      expect(watching).toMatchObject([{ MetricName: "Errors", Namespace: "AWS/Lambda", Threshold: 1 }]);
    },
  );

  it.each(liveRoutes)("watches $run of the WebSocket API", ({ run }) => {
    expect(findAlarm(`${run.replace("/", "-")}-errors`)).toMatchObject({
      Namespace: "AWS/Lambda",
      MetricName: "Errors",
      Dimensions: [{ Name: "FunctionName", Value: `patchbay-prod-${run.replace("/", "-")}` }],
    });
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
      Dimensions: [
        { Name: "code", Value: "internal" },
        { Name: "stage", Value: "prod" },
      ],
    });
    expect(alarms.filter(({ MetricName }) => MetricName === "5xx")).toEqual([]);
  });

  it("raise an alarm when no Lambda answered, by the error in the access log", () => {
    const [filter] = properties("AWS::Logs::MetricFilter");
    expect(filter).toMatchObject({
      FilterPattern: '{ $.integrationError != "-" }',
      MetricTransformations: [{ MetricName: "RequestUnanswered", Dimensions: [{ Key: "stage", Value: "$.stage" }] }],
    });
    const stage = properties("AWS::ApiGatewayV2::Stage").find(({ AccessLogSettings }) => AccessLogSettings);
    expect(JSON.parse(stage.AccessLogSettings.Format)).toMatchObject({
      stage: "prod",
      integrationError: "$context.integrationErrorMessage",
    });
    expect(findAlarm("api-unanswered")).toMatchObject({ MetricName: "RequestUnanswered", Threshold: 1 });
  });

  it.each(manifests)("raise an alarm by their share of the calls to $id", ({ id }) => {
    const { Metrics, Threshold } = findAlarm(`provider-${id}-failures`);
    const counted = Metrics.flatMap(({ MetricStat }: { MetricStat?: { Metric: { MetricName: string } } }) =>
      MetricStat ? [MetricStat.Metric.MetricName] : [],
    );
    expect(counted.sort()).toEqual(["ProviderFailed", "ProviderFailed", "ProviderLatency"]);
    expect([Threshold, Metrics[0].Expression]).toEqual([25, expect.stringContaining("/ calls")]);
  });
});
