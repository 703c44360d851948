import { z } from "zod";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
const nameSchema = z
  .string("is missing")
  .regex(/^[A-Za-z0-9_.-]{3,255}$/, "must be the name of a table, such as patchbay-prod-connections-restored");

const restoredSchema = z.strictObject({
  name: nameSchema,
  /** Whether the stack of the data has the table. Only for `cdk import`: a deployment would try to create it. */
  imported: z.boolean("must be true or false").default(false),
});

/**
 * Tables that were restored from a backup, under the names that they were restored to. DynamoDB restores into a new table, and a
 * stream begins anew with its table, so the feed has its address too.
 */
export const restoredTablesSchema = z
  .strictObject({
    connections: restoredSchema.optional(),
    audit: restoredSchema.optional(),
    feed: restoredSchema
      .extend({
        stream: z
          .string("is missing")
          .regex(
            /^arn:[a-z-]+:dynamodb:[a-z0-9-]+:\d{12}:table\/[A-Za-z0-9_.-]+\/stream\/[0-9T:.-]+$/,
            "must be the ARN of the table's stream",
          ),
      })
      .refine(({ name, stream }) => stream.includes(`:table/${name}/stream/`), {
        path: ["stream"],
        error: "must be the stream of the table that is named",
      })
      .optional(),
  })
  .default({});
