import { z } from "zod";

/** docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html: a canary has one first step. */
export const canarySchema = z.strictObject({
  /** Of the requests and messages that the new version gets first. */
  percent: z.int("must be a whole number").min(1, "must be at least 1").max(99, "must be at most 99"),
  /** How long; then it gets all. A deployment takes so much longer. */
  minutes: z.int("must be a whole number").min(1, "must be at least 1").max(120, "must be at most 120"),
});
