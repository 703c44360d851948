// Faults in AWS's own format, so that tests cover how the SDK classifies errors for its retries.
import { z } from "zod";
import type { AwsCall } from "./aws-call.ts";

export const faultSchema = z.object({
  service: z.string(),
  operation: z.string().optional(),
  /** DynamoDB: only calls whose first partition key (in a batch: any) has this prefix, for example "state#". */
  keyPrefix: z.string().optional(),
  /** DynamoDB: only calls whose expressions name this attribute, for example "tokens". */
  attribute: z.string().optional(),
  /** Only calls of functions whose name contains this. */
  lambda: z.string().optional(),
  /** How many calls the fault affects before it is removed. */
  times: z.number().int().positive().default(1),
  /** `drop` ends the connection before the call is carried out, `lose` after that. */
  action: z.enum(["throttle", "deny", "disabled", "error500", "hang", "drop", "lose", "delay"]),
  /** For `delay`: milliseconds. */
  ms: z.number().nonnegative().default(1000),
});

export type Fault = z.input<typeof faultSchema>;
export type ActiveFault = z.output<typeof faultSchema>;

export const matchesFault = (fault: ActiveFault, call: AwsCall): boolean =>
  fault.service === call.service &&
  (fault.operation === undefined || fault.operation === call.operation) &&
  (fault.keyPrefix === undefined || relevantKeys(call).some((key) => key.startsWith(fault.keyPrefix ?? ""))) &&
  (fault.attribute === undefined || (call.attributes?.includes(fault.attribute) ?? false)) &&
  (fault.lambda === undefined || (call.lambda?.includes(fault.lambda) ?? false));

const relevantKeys = ({ operation, keys = [] }: AwsCall) => (operation === "BatchGetItem" ? keys : keys.slice(0, 1));

export interface ErrorAnswer {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

const throttles: Record<string, string> = {
  dynamodb: "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
  kms: "ThrottlingException",
  sqs: "com.amazonaws.sqs#RequestThrottled",
};
const breakdowns: Record<string, string> = {
  dynamodb: "com.amazonaws.dynamodb.v20120810#InternalServerError",
  kms: "KMSInternalException",
  secretsmanager: "InternalServiceError",
};

/** The service's error answer for a fault; undefined for faults without an answer (hang, drop, lose, delay). */
export function toErrorAnswer({ action }: ActiveFault, { service, operation }: AwsCall): ErrorAnswer | undefined {
  switch (action) {
    case "throttle":
      return { status: 400, type: throttles[service] ?? "ThrottlingException", message: "Rate exceeded" };
    case "deny": {
      const message = `User: arn:aws:sts::000000000000:assumed-role/local/lambda is not authorized to perform: ${service}:${operation}`;
      return { status: 400, type: "AccessDeniedException", message };
    }
    case "disabled":
      return {
        status: 400,
        type: "DisabledException",
        message: "arn:aws:kms:us-east-1:000000000000:key/x is disabled.",
      };
    case "error500":
      return { status: 500, type: breakdowns[service] ?? "InternalServerError", message: "The service failed" };
    default:
      return undefined;
  }
}
