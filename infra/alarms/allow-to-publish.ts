import { Effect, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Topic } from "aws-cdk-lib/aws-sns";

interface Publisher {
  /** Of the statement in the topic's policy. */
  readonly sid: string;
  /** A service of AWS: `cloudwatch.amazonaws.com`. */
  readonly service: string;
  /** What of the service, and of which account: without conditions everybody's could publish. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Lets a service of AWS publish to a topic. */
export const allowToPublish = (topic: Topic, { sid, service, conditions }: Publisher): void =>
  void topic.addToResourcePolicy(
    new PolicyStatement({
      sid,
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal(service)],
      actions: ["sns:Publish"],
      resources: [topic.topicArn],
      conditions,
    }),
  );
