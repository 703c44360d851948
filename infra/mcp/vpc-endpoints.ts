// Which AWS services the Lambdas in the database's VPC call, and how they reach them there.
import type { Stage } from "../config.ts";

/** The members of a stage's configuration with its database in a VPC. */
type PgConnection = Extract<NonNullable<NonNullable<Stage["mcp"]>["database"]>["connection"], { adapter: "pg" }>;

export interface DatabaseNetwork extends Pick<PgConnection, "port"> {
  readonly vpc: PgConnection["vpc"];
  readonly services: readonly InterfaceService[];
  /** How many Lambdas may have a connection at a time. */
  readonly connections: number;
}

/** Of a database's hundred or more; at 50 ms a question it is 200 questions a second. */
const defaultConnections = 10;

/** Those that cost by the hour, with the variable that names their address: docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html */
export const endpointVariables = {
  kms: "AWS_ENDPOINT_URL_KMS",
  secretsmanager: "AWS_ENDPOINT_URL_SECRETS_MANAGER",
  "bedrock-runtime": "AWS_ENDPOINT_URL_BEDROCK_RUNTIME",
} as const;

export type InterfaceService = keyof typeof endpointVariables;

/** The network of a stage whose database is in a VPC; undefined for every other stage. */
export function planDatabaseNetwork({ mcp }: Pick<Stage, "mcp">): DatabaseNetwork | undefined {
  const { connection, model } = mcp?.database ?? {};
  if (connection?.adapter !== "pg") return undefined;
  const { port, vpc, maxConnections: connections = defaultConnections } = connection;
  const services = ["kms", "secretsmanager", ...(model ? (["bedrock-runtime"] as const) : [])] as const;
  return { port, vpc, connections, services };
}

/** The services whose endpoints the stage creates. */
export const listOwnEndpoints = ({ services, vpc }: DatabaseNetwork): InterfaceService[] =>
  services.filter((service) => vpc.existingEndpoints?.[service] === undefined);
