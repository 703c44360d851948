import { Aws, Stack } from "aws-cdk-lib";
import {
  Alarm,
  AnomalyDetectionAlarm,
  ComparisonOperator,
  MathExpression,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import type { AlarmRow, AnomalyAlarm } from "./alarms/alarm-row.ts";
import { allowToPublish } from "./alarms/allow-to-publish.ts";
import { tellOfKeyEvents } from "./alarms/key-events.ts";
import { isEphemeral, type Stage } from "./config.ts";
import { addDashboard } from "./dashboard/dashboard.ts";
import { listPanels, type Watched } from "./dashboard/panels.ts";
import { addSavedQueries, listQueryParts } from "./dashboard/saved-queries.ts";
import { alarmTopicName, stackName } from "./names.ts";

export class ObservabilityStack extends Stack {
  constructor(scope: Construct, config: Stage, watched: Watched) {
    const { stage, alarmEmail } = config;
    super(scope, "Observability", {
      stackName: stackName(stage, "observability"),
      description: "Patchbay: alarms, dashboard and saved queries",
    });
    const topic = new Topic(this, "Alarms", { topicName: alarmTopicName(stage), enforceSSL: true });
    if (alarmEmail) topic.addSubscription(new EmailSubscription(alarmEmail));
    allowAlarmsToPublish(topic, stage);
    const action = new SnsAction(topic);
    const panels = listPanels(config, watched);
    // The local emulator supports neither metric math nor anomaly detection.
    const canDeploy = (row: AlarmRow) =>
      !isEphemeral(config) || !(row.metric instanceof MathExpression || isAnomaly(row));
    const rows = panels.flatMap(({ alarms }) => alarms).filter(canDeploy);
    const alarms = new Map(rows.map((row) => [row.name, addAlarm(this, stage, row)]));
    for (const alarm of alarms.values()) {
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
    }
    if (isEphemeral(config)) return;
    tellOfKeyEvents(this, stage, topic);
    const queries = listQueryParts(stage, watched.lambdas);
    addDashboard(this, stage, panels, { alarms, queries });
    addSavedQueries(this, stage, queries);
  }
}

/**
 * `enforceSSL` gives the topic a policy, which replaces the default one: without this statement no alarm could publish.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
function allowAlarmsToPublish(topic: Topic, stage: string): void {
  const alarms = `arn:${Aws.PARTITION}:cloudwatch:${Aws.REGION}:${Aws.ACCOUNT_ID}:alarm:patchbay-${stage}-*`;
  allowToPublish(topic, {
    sid: "AllowAlarmsToPublish",
    service: "cloudwatch.amazonaws.com",
    conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID }, ArnLike: { "aws:SourceArn": alarms } },
  });
}

const comparisons = {
  reached: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  above: ComparisonOperator.GREATER_THAN_THRESHOLD,
  below: ComparisonOperator.LESS_THAN_THRESHOLD,
};

const isAnomaly = (row: AlarmRow): row is AnomalyAlarm => "deviations" in row;

function addAlarm(stack: Stack, stage: string, row: AlarmRow): Alarm {
  const { name, description: says, section = name, metric } = row;
  const common = {
    alarmName: `patchbay-${stage}-${name}`,
    alarmDescription: `${says}. See ${section} in docs/runbook.md`,
    metric,
    evaluationPeriods: row.periods ?? 1,
  };
  if (isAnomaly(row))
    return new AnomalyDetectionAlarm(stack, name, {
      ...common,
      stdDevs: row.deviations,
      comparisonOperator: ComparisonOperator.GREATER_THAN_UPPER_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  const { threshold, raisedBy = "reached", isRaisedByNothing } = row;
  return new Alarm(stack, name, {
    ...common,
    threshold,
    comparisonOperator: comparisons[raisedBy],
    treatMissingData: isRaisedByNothing ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
  });
}
