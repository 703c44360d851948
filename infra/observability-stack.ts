import { Fn, Stack } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, MathExpression, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import { type AlarmRow, apiAlarm, countedAlarms, feedAlarms, jobAlarm, queueAlarms, throttleAlarm } from "./alarms.ts";
import type { Triggers } from "./async-stack.ts";
import { isEphemeral, type Stage } from "./config.ts";
import { feedConsumer } from "./live-routes.ts";
import { apiIdExport, stackName } from "./names.ts";

export class ObservabilityStack extends Stack {
  constructor(scope: Construct, config: Stage, { consumers, schedules }: Triggers) {
    const { stage, alarmEmail } = config;
    super(scope, "Observability", { stackName: stackName(stage, "observability"), description: "Patchbay: alarms" });
    const topic = new Topic(this, "Alarms", { topicName: `patchbay-${stage}-alarms`, enforceSSL: true });
    if (alarmEmail) topic.addSubscription(new EmailSubscription(alarmEmail));
    const action = new SnsAction(topic);
    const rows = [
      ...consumers.flatMap((consumer) => queueAlarms(stage, consumer)),
      ...feedAlarms(stage, feedConsumer.run),
      ...countedAlarms(stage),
      apiAlarm(Fn.importValue(apiIdExport(stage))),
      throttleAlarm(),
      ...consumers.map((row) => jobAlarm(stage, row.queue, row)),
      ...schedules.map((row) => jobAlarm(stage, row.run.replace("jobs/", ""), row)),
    ];
    // The local emulator does not support metric math.
    const deployable = rows.filter(({ metric }) => !isEphemeral(config) || !(metric instanceof MathExpression));
    for (const row of deployable) addAlarm(this, stage, row).addAlarmAction(action);
  }
}

const addAlarm = (
  stack: Stack,
  stage: string,
  { name, description: says, metric, threshold, periods = 1 }: AlarmRow,
): Alarm =>
  new Alarm(stack, name, {
    alarmName: `patchbay-${stage}-${name}`,
    alarmDescription: says,
    metric,
    threshold,
    evaluationPeriods: periods,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
