// What the way to a stage's database costs a month, before a question is asked. List prices of us-east-1; other regions differ a little.
import { isThroughProxy } from "../config/mcp.ts";
import type { Stage } from "../config.ts";
import { listOwnEndpoints, planDatabaseNetwork } from "./vpc-endpoints.ts";

const hoursAMonth = 730;

const prices = {
  /** In each subnet (zone). aws.amazon.com/privatelink/pricing */
  endpointHour: 0.01,
  /** aws.amazon.com/rds/proxy/pricing */
  proxyVcpuHour: 0.015,
  /** Of an instance with fewer, two are paid. */
  minProxyVcpus: 2,
} as const;

export interface CostItem {
  readonly item: string;
  readonly dollarsAMonth: number;
}

/** Without what is paid by use: an endpoint's data, the Data API's requests. Nothing for a stage without a database in a VPC. */
export function computeDatabaseCost(config: Pick<Stage, "mcp">): CostItem[] {
  const { connection } = config.mcp?.database ?? {};
  const network = planDatabaseNetwork(config);
  if (network === undefined || connection === undefined) return [];
  const zones = network.vpc.subnetIds.length;
  const endpoints = listOwnEndpoints(network).map((service) => ({
    item: `endpoint ${service} in ${zones} ${zones === 1 ? "subnet" : "subnets"}`,
    dollarsAMonth: zones * prices.endpointHour * hoursAMonth,
  }));
  const proxy = {
    item: "RDS Proxy, at least (yours already)",
    dollarsAMonth: prices.minProxyVcpus * prices.proxyVcpuHour * hoursAMonth,
  };
  const gateway = { item: "endpoint dynamodb in the route tables", dollarsAMonth: 0 };
  return [
    ...endpoints,
    ...(network.vpc.existingEndpoints?.dynamodb ? [] : [gateway]),
    ...(isThroughProxy(connection) ? [proxy] : []),
  ];
}

/** Lines for the operator: a sentence and a table; none for a stage without a database. */
export function describeDatabaseCost(config: Pick<Stage, "mcp">): string[] {
  const adapter = config.mcp?.database?.connection.adapter;
  if (adapter === "data-api")
    return ["The database is asked through the Data API, which costs by the request and nothing a month."];
  const items = computeDatabaseCost(config);
  if (items.length === 0) return [];
  const total = items.reduce((sum, { dollarsAMonth }) => sum + dollarsAMonth, 0);
  return [
    `The way to the database costs ${formatDollars(total)} a month before a question is asked (list prices of us-east-1):`,
    ...items.map(({ item, dollarsAMonth }) => `${formatDollars(dollarsAMonth).padStart(9)}  ${item}`),
  ];
}

const formatDollars = (dollars: number) => `$${dollars.toFixed(2)}`;
