// Background work: queues with their consumers, and schedules.
import { Duration, Stack } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { EventSourceMapping } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { addCanary, consumeByCanary } from "./canary.ts";
import { addLambda, type LambdaContext } from "./lambda-function.ts";
import { stackName } from "./names.ts";
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
