import { Aws, Fn, Stack } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, MathExpression, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Effect, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import type { Manifest } from "../lib/providers/manifest.ts";
import type { AlarmRow } from "./alarms/alarm-row.ts";
import { countedAlarms } from "./alarms/counted-alarms.ts";
import { failureAlarms } from "./alarms/failure-alarms.ts";
import { jobAlarm, throttleAlarm } from "./alarms/lambda-alarms.ts";
import { liveAlarms } from "./alarms/live-alarms.ts";
import { feedAlarms, queueAlarms } from "./alarms/queue-alarms.ts";
import { apiAlarms, databaseAlarm, providerAlarm } from "./alarms/request-alarms.ts";
import type { Triggers } from "./async-stack.ts";
import { isEphemeral, type Stage } from "./config.ts";
import { feedConsumer, liveRoutes } from "./live-routes.ts";
import { liveApiIdExport, stackName } from "./names.ts";

interface Watched extends Triggers {
  readonly manifests: readonly Manifest[];
}

export class ObservabilityStack extends Stack {
  constructor(scope: Construct, config: Stage, { consumers, schedules, manifests }: Watched) {
    const { stage, alarmEmail } = config;
    super(scope, "Observability", { stackName: stackName(stage, "observability"), description: "Patchbay: alarms" });
    const topic = new Topic(this, "Alarms", { topicName: `patchbay-${stage}-alarms`, enforceSSL: true });
    if (alarmEmail) topic.addSubscription(new EmailSubscription(alarmEmail));
    allowAlarmsToPublish(topic, stage);
    const action = new SnsAction(topic);
    const rows = [
      ...consumers.flatMap((consumer) => queueAlarms(stage, consumer)),
      ...feedAlarms(stage, feedConsumer.run),
      ...countedAlarms(stage),
      ...failureAlarms(stage),
      ...apiAlarms(stage),
      ...(config.mcp?.database ? [databaseAlarm(stage)] : []),
      ...liveAlarms(stage, Fn.importValue(liveApiIdExport(stage)), liveRoutes),
      ...manifests.map((manifest) => providerAlarm(stage, manifest)),
      throttleAlarm(),
      ...consumers.map((row) => jobAlarm(stage, row.queue, row)),
      ...schedules.map((row) => jobAlarm(stage, row.run.replace("jobs/", ""), row)),
    ];
    // The local emulator does not support metric math.
    const deployable = rows.filter(({ metric }) => !isEphemeral(config) || !(metric instanceof MathExpression));
    for (const row of deployable) addAlarm(this, stage, row).addAlarmAction(action);
  }
}

/**
 * `enforceSSL` gives the topic a policy, which replaces the default one: without this statement no alarm could publish.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
function allowAlarmsToPublish(topic: Topic, stage: string): void {
  const alarms = `arn:${Aws.PARTITION}:cloudwatch:${Aws.REGION}:${Aws.ACCOUNT_ID}:alarm:patchbay-${stage}-*`;
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: "AllowAlarmsToPublish",
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
      actions: ["sns:Publish"],
      resources: [topic.topicArn],
      conditions: {
        StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID },
        ArnLike: { "aws:SourceArn": alarms },
      },
    }),
  );
}

const addAlarm = (
  stack: Stack,
  stage: string,
  { name, description: says, metric, threshold, isAbove, periods = 1 }: AlarmRow,
): Alarm =>
  new Alarm(stack, name, {
    alarmName: `patchbay-${stage}-${name}`,
    alarmDescription: says,
    metric,
    threshold,
    evaluationPeriods: periods,
    comparisonOperator: isAbove
      ? ComparisonOperator.GREATER_THAN_THRESHOLD
      : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
