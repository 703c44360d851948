// Background work: queues with their consumers, and schedules.
import { Duration, Stack } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { StringParameter } from "aws-cdk-lib/aws-ssm";
import type { Construct } from "constructs";
import { auditConsumer } from "./audit-consumer.ts";
import { addCanary, consumeByCanary } from "./canary.ts";
import { addLambda, type LambdaContext } from "./lambda-function.ts";
import { auditStreamParameter, stackName } from "./names.ts";
import { addQueue } from "./queues.ts";
import type { Consumer, Schedule as ScheduleRow } from "./triggers.ts";

export interface Triggers {
  readonly consumers: readonly Consumer[];
  readonly schedules: readonly ScheduleRow[];
}

export class AsyncStack extends Stack {
  constructor(scope: Construct, { consumers, schedules }: Triggers, context: LambdaContext) {
    const { stage } = context.config;
    super(scope, "Async", { stackName: stackName(stage, "async"), description: "Patchbay: queues and schedules" });
    for (const row of consumers) this.consume(row, context);
    for (const row of schedules) this.schedule(row, context);
    this.countAudit(context);
  }

  /** What is given up after a day is missing in the counts, and nowhere else: it needs no dead letters. */
  private countAudit(context: LambdaContext): void {
    const { stage, restoredTables } = context.config;
    const lambda = addLambda(this, auditConsumer, context);
    if (restoredTables.audit && restoredTables.audit.stream === undefined) return;
    new EventSourceMapping(this, "audit-consumer", {
      target: lambda,
      eventSourceArn:
        restoredTables.audit?.stream ?? StringParameter.valueForStringParameter(this, auditStreamParameter(stage)),
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: auditConsumer.batch,
      maxBatchingWindow: Duration.seconds(auditConsumer.collectSeconds),
      filters: [newCountedRows],
      bisectBatchOnError: true,
    });
  }

  private consume(row: Consumer, context: LambdaContext): void {
    const { queue } = addQueue(this, context.config, row);
    const lambda = addLambda(this, row, context);
    const mapping = new EventSourceMapping(this, `${row.queue}-consumer`, {
      target: lambda,
      eventSourceArn: queue.queueArn,
      batchSize: row.batch,
      maxConcurrency: row.concurrency,
      reportBatchItemFailures: true,
    });
    const canary = addCanary(lambda, context.config);
    if (canary) consumeByCanary(mapping, canary);
  }

  private schedule(row: ScheduleRow, context: LambdaContext): void {
    new Rule(this, `${row.run} schedule`, {
      schedule: Schedule.rate(Duration.minutes(row.everyMinutes)),
      // No retries: the next scheduled run does the remaining work.
      targets: [new LambdaFunction(addLambda(this, row, context), { retryAttempts: 0 })],
    });
  }
}

/** Actions of the audit that are counted: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html */
const newCountedRows = FilterCriteria.filter({
  eventName: FilterRule.isEqual("INSERT"),
  dynamodb: {
    NewImage: { action: { S: FilterRule.or("connect", "imported", "refresh", "reconnect_needed", "disconnect") } },
  },
});
