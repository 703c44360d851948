import { Fn, type Stack } from "aws-cdk-lib";
import { type IRuleTarget, Rule, RuleTargetInput } from "aws-cdk-lib/aws-events";
import type { Topic } from "aws-cdk-lib/aws-sns";
import { keyArnExport } from "../names.ts";
import { allowToPublish } from "./allow-to-publish.ts";

/**
 * Tells the topic when somebody disables the encryption key or has it deleted: until a Lambda needs the key, no metric would. It comes
 * through CloudTrail, so the account needs a trail of management events.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function tellOfKeyEvents(stack: Stack, stage: string, topic: Topic): void {
  const rule = new Rule(stack, "KeyEvents", {
    ruleName: `patchbay-${stage}-key-events`,
    description: "The encryption key is disabled or to be deleted",
    eventPattern: {
      source: ["aws.kms"],
      detailType: ["AWS API Call via CloudTrail"],
      detail: {
        eventSource: ["kms.amazonaws.com"],
        eventName: ["DisableKey", "ScheduleKeyDeletion"],
        resources: { ARN: [Fn.importValue(keyArnExport(stage))] },
      },
    },
  });
  const says = `The encryption key of Patchbay ${stage} was disabled or is to be deleted. See "The encryption key is disabled or to be deleted" in docs/runbook.md.`;
  const target: IRuleTarget = { bind: () => ({ arn: topic.topicArn, input: RuleTargetInput.fromText(says) }) };
  rule.addTarget(target);
  allowToPublish(topic, {
    sid: "AllowKeyEventsToPublish",
    service: "events.amazonaws.com",
    conditions: { ArnEquals: { "aws:SourceArn": rule.ruleArn } },
  });
}
