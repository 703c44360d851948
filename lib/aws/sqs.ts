import { SQSClient } from "@aws-sdk/client-sqs";
import { type CallLimits, clientSettings } from "./client-settings.ts";

/** Sends calls to the region's configured endpoint even if a queue URL has another host, as with the AWS emulator. */
export const sqsClient = (limits: CallLimits): SQSClient =>
  new SQSClient({ useQueueUrlAsEndpoint: false, ...clientSettings(limits) });
