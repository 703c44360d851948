import { SQSClient } from "@aws-sdk/client-sqs";
import { type CallLimits, clientSettings } from "./client-settings.ts";

/** Calls go to the configured endpoint of the region, also where a queue's address names another host (the AWS emulator). */
export const sqsClient = (limits: CallLimits): SQSClient =>
  new SQSClient({ useQueueUrlAsEndpoint: false, ...clientSettings(limits) });
