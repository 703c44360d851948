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

const streamSchema = z
  .string("is missing")
  .regex(
    /^arn:[a-z-]+:dynamodb:[a-z0-9-]+:\d{12}:table\/[A-Za-z0-9_.-]+\/stream\/[0-9T:.-]+$/,
    "must be the ARN of the table's stream",
  );

const namesItsTable = ({ name, stream }: { name: string; stream?: string | undefined }) =>
  stream?.includes(`:table/${name}/stream/`) ?? true;

const foreignStream = { path: ["stream"], error: "must be the stream of the table that is named" };

/**
 * Tables that were restored from a backup, under the names that they were restored to. DynamoDB restores into a new table, and a
 * stream begins anew with its table, so the feed has its address too. So may the audit: without it, what is done is not counted.
 */
export const restoredTablesSchema = z
  .strictObject({
    connections: restoredSchema.optional(),
    audit: restoredSchema.extend({ stream: streamSchema.optional() }).refine(namesItsTable, foreignStream).optional(),
    feed: restoredSchema.extend({ stream: streamSchema }).refine(namesItsTable, foreignStream).optional(),
  })
  .default({});
