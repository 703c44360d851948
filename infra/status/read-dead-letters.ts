import { z } from "zod";
import type { AwsAccount } from "../aws/account.ts";
import { getUrlSuffix } from "../aws/call-aws.ts";
import { callJson } from "../aws/call-json.ts";
import { buildQueueUrl, deadLetterQueueName, feedDeadLetterQueueName, queueNames } from "../names.ts";

export interface QueueDepth {
  readonly name: string;
  /** Approximate; undefined where there is no such queue. */
  readonly messages: number | undefined;
}

const answerSchema = z.object({ Attributes: z.object({ ApproximateNumberOfMessages: z.coerce.number() }) });

/** Reads how many messages each dead-letter queue of a stage has. */
export const readDeadLetters = (account: AwsAccount, stage: string): Promise<QueueDepth[]> => {
  const names = [...queueNames.map((queue) => deadLetterQueueName(stage, queue)), feedDeadLetterQueueName(stage)];
  return Promise.all(names.map((name) => readDepth(account, name)));
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
async function readDepth({ account, region, callAws }: AwsAccount, name: string): Promise<QueueDepth> {
  const found = await callJson(callAws, {
    service: "sqs",
    target: "AmazonSQS.GetQueueAttributes",
    input: {
      QueueUrl: buildQueueUrl({ account, region, urlSuffix: getUrlSuffix(region) }, name),
      AttributeNames: ["ApproximateNumberOfMessages"],
    },
    answer: answerSchema,
    missing: "QueueDoesNotExist",
  });
  return { name, messages: found?.Attributes.ApproximateNumberOfMessages };
}
