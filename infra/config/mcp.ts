// Questions to a database of the operator's, and the tools of assistants. Without this nothing of it is deployed.
import { z } from "zod";
import { columnTypeNames } from "../../lib/mcp/column-types.ts";
import { isLocalAddress } from "./addresses.ts";
import { modelSchema } from "./model.ts";

const nameSchema = z
  .string("must be text")
  .regex(/^[a-z_][a-z0-9_]{0,62}$/, "must be a name of small letters, digits and underscores");
const textSchema = z.string("is missing").min(1, "must not be empty");
const aboutSchema = z.string("must be text").max(300, "must have at most 300 characters");

const idSchema = (prefix: string) =>
  z.string("is missing").regex(new RegExp(`^${prefix}-[0-9a-z]+$`), `must be an id such as ${prefix}-0abc`);

/** An existing VPC that reaches the database. What Lambdas there need of AWS comes through endpoints that the stage creates. */
const vpcSchema = z.strictObject({
  id: idSchema("vpc"),
  subnetIds: z.array(idSchema("subnet")).min(1, "must name a subnet"),
  /** The route tables of these subnets, for DynamoDB's gateway endpoint. */
  routeTableIds: z.array(idSchema("rtb")).min(1, "must name a route table"),
  /** Of the database or its proxy; it is opened for our Lambdas' own security group. */
  securityGroupId: idSchema("sg"),
  /**
   * Endpoints that the VPC has already, which are used instead of new ones: of AWS services by their security group, which is opened
   * for our Lambdas; their private DNS names must be on. DynamoDB's must be there where a route table leads to one, since it takes no
   * second.
   */
  existingEndpoints: z
    .strictObject({
      kms: idSchema("sg"),
      secretsmanager: idSchema("sg"),
      "bedrock-runtime": idSchema("sg"),
      dynamodb: z.literal(true, "must be true, or left out"),
    })
    .partial()
    .optional(),
});

const connectionSchema = z.discriminatedUnion("adapter", [
  /** The Data API of Aurora: no VPC. */
  z.strictObject({
    adapter: z.literal("data-api"),
    clusterArn: z
      .string("is missing")
      .regex(/^arn:[a-z-]+:rds:[a-z0-9-]+:\d{12}:cluster:\S+$/, "must be a cluster's ARN"),
    database: textSchema,
    /** The role's name and password, as the Data API reads them; default: the secret that `npm run database` writes. */
    secretArn: textSchema.optional(),
  }),
  /** PostgreSQL in a VPC, through RDS Proxy or not, authenticated by IAM. */
  z.strictObject({
    adapter: z.literal("pg"),
    host: textSchema,
    port: z.int().positive().default(5432),
    database: textSchema,
    /** What `rds-db:connect` is allowed on: docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html */
    resourceId: z
      .string("is missing")
      .regex(/^(prx|cluster|db)-\S+$/, "must be the id of a proxy, cluster or instance"),
    vpc: vpcSchema,
    /** How many questions may run at a time: each holds a connection, also while it waits for the next. Default: 10. */
    maxConnections: z.int("must be a whole number").min(1).max(100, "must be at most 100").optional(),
  }),
  /** A server on this machine. */
  z.strictObject({ adapter: z.literal("local"), url: textSchema }),
]);

const columnSchema = z.union([
  z.enum(columnTypeNames, `must be one of ${columnTypeNames.join(", ")}`),
  z.strictObject({ type: z.enum(columnTypeNames), about: aboutSchema.optional() }),
]);

const tableSchema = z.strictObject({
  /** Schema and name of the table or view in the database; default: `public.<name>`. */
  source: z
    .string()
    .regex(/^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/, "must be a schema and a table, such as public.users")
    .optional(),
  about: aboutSchema.optional(),
  columns: z
    .record(nameSchema, columnSchema)
    .refine((columns) => Object.keys(columns).length > 0, "must name a column"),
  /** Who sees which rows: everyone all of them, or those whose columns hold the caller's tenant, user, or both. */
  visibleTo: z.union([
    z.literal("everyone"),
    z
      .strictObject({ tenant: nameSchema.optional(), user: nameSchema.optional() })
      .refine(({ tenant, user }) => tenant ?? user, "must name the column of the tenant or of the user"),
  ]),
});

/** Which tables and columns the questions that need no model are about. */
const questionsSchema = z.strictObject({
  users: z.strictObject({ table: nameSchema, id: nameSchema, name: nameSchema, joinedAt: nameSchema }).optional(),
  projects: z.strictObject({ table: nameSchema, id: nameSchema, name: nameSchema, createdAt: nameSchema }).optional(),
  members: z
    .strictObject({ table: nameSchema, project: nameSchema, user: nameSchema, joinedAt: nameSchema.optional() })
    .optional(),
  activity: z
    .strictObject({ table: nameSchema, project: nameSchema, at: nameSchema, user: nameSchema.optional() })
    .optional(),
});

const limitsSchema = z.strictObject({
  rows: z.int().min(1).max(5000, "must be at most 5000").default(500),
  seconds: z.int().min(1).max(20, "must be at most 20").default(5),
  bytes: z.int().min(1000).max(4_000_000, "must be at most 4000000").default(1_000_000),
});

const databaseSchema = z
  .strictObject({
    connection: connectionSchema,
    tables: z.record(nameSchema, tableSchema).refine((tables) => Object.keys(tables).length > 0, "must name a table"),
    questions: questionsSchema.default({}),
    /** A model of Amazon Bedrock writes the SQL where no pattern fits. It sees the question and the tables' columns, never a row. */
    model: modelSchema.optional(),
    limits: limitsSchema.default({ rows: 500, seconds: 5, bytes: 1_000_000 }),
  })
  .superRefine(({ tables, questions }, context) => {
    for (const [subject, named] of Object.entries(questions)) {
      const mistake = named && findQuestionMistake(named, tables);
      if (mistake) context.addIssue({ code: "custom", path: ["questions", subject, mistake[0]], message: mistake[1] });
    }
  });

/** The first name of a subject that its table does not have. */
function findQuestionMistake(
  named: Readonly<Record<string, string | undefined>>,
  tables: Readonly<Record<string, z.output<typeof tableSchema>>>,
): [field: string, message: string] | undefined {
  const { table: name = "", ...columns } = named;
  const table = Object.hasOwn(tables, name) ? tables[name] : undefined;
  if (!table) return ["table", "is no table of `tables`"];
  const missing = Object.entries(columns).find(([, column]) => column && !Object.hasOwn(table.columns, column));
  return missing && [missing[0], `is no column of ${name}`];
}

export const mcpSchema = z.strictObject({
  database: databaseSchema.optional(),
  /** Whether assistants may use the connections of their user, to read or also to write. */
  connections: z.enum(["read", "write"], 'must be "read" or "write"').optional(),
});

export type McpStage = z.output<typeof mcpSchema>;
export type DatabaseStage = z.output<typeof databaseSchema>;

/** Lambdas show an RDS Proxy an IAM token, and the proxy shows the database a password from a secret. */
export const isThroughProxy = (connection: DatabaseStage["connection"]): boolean =>
  connection.adapter === "pg" && connection.resourceId.startsWith("prx-");

/** Whether a stage off this machine names a database on this machine. */
export const hasLocalDatabase = (mcp: McpStage | undefined, publicBaseUrl: string): boolean =>
  mcp?.database?.connection.adapter === "local" && !isLocalAddress(publicBaseUrl);
