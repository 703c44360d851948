import { z } from "zod";

export const regionSchema = z
  .string("must be text")
  .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "must be an AWS region such as eu-central-1");

/** An Amazon Bedrock model that supports Converse, or an inference profile: amazon.nova-lite-v1:0, eu.amazon.nova-lite-v1:0. */
export const modelSchema = z.strictObject({
  model: z
    .string("is missing")
    .regex(/^[a-z0-9.:-]{3,100}$/, "must be the id of a foundation model or of an inference profile"),
  /** The regions that an inference profile uses, where they are not those of its geography (infra/permissions/model.ts). */
  regions: z.array(regionSchema, "must be a list of regions").min(1, "must name a region").optional(),
});
