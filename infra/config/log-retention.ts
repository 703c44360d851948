import type { RetentionDays } from "aws-cdk-lib/aws-logs";
import { z } from "zod";

/** The retention periods that CloudWatch Logs accepts. */
const allowedDays: readonly RetentionDays[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const logRetentionSchema = z
  .int("must be a whole number")
  .refine(
    (days) => allowedDays.some((known) => known === days),
    "must be a number of days CloudWatch Logs knows, such as 7, 30, 90 or 365",
  );
