// Access to table rows. Partition keys begin with the kind of row, so IAM conditions can tell the kinds apart.
import { manifests, withWebhook } from "../../lib/providers/manifests.ts";
import { type TableName, tableArn, tableName } from "../names.ts";
import {
  mergeEffects,
  type PermissionContext,
  type PermissionEffect,
  type PermissionTable,
} from "../permission-effect.ts";

type Action = "GetItem" | "BatchGetItem" | "PutItem" | "UpdateItem" | "DeleteItem" | "Query";
type Environment = Record<string, string>;

const environmentName = {
  connections: "CONNECTIONS_TABLE",
  transient: "TRANSIENT_TABLE",
  audit: "AUDIT_TABLE",
  deliveries: "DELIVERIES_TABLE",
  feed: "FEED_TABLE",
} as const;

/** Allows actions on rows whose partition key starts with a prefix: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html */
export function allowRows(table: TableName, actions: readonly Action[], prefixes: readonly string[], index?: string) {
  return ({ config, place }: PermissionContext, more: Environment = {}): PermissionEffect => ({
    statements: [
      {
        actions: actions.map((action) => `dynamodb:${action}`),
        resources: [`${tableArn(place, config, table)}${index ? `/index/${index}` : ""}`],
        conditions: {
          "ForAllValues:StringLike": { "dynamodb:LeadingKeys": prefixes.map((prefix) => `${prefix}#*`) },
        },
      },
    ],
    environment: { [environmentName[table]]: tableName(config, table), ...more },
  });
}

/** The counts of days are in the table of deliveries, under a variable of their own. */
const allowUsage =
  (actions: readonly Action[]) =>
  (context: PermissionContext): PermissionEffect => ({
    statements: allowRows("deliveries", actions, ["usage"])(context).statements,
    environment: { USAGE_TABLE: tableName(context.config, "deliveries") },
  });

/**
 * Passing over all connections by their index, and reading of them nothing that is sealed, nor whose account it is.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
const countConnections = (context: PermissionContext): PermissionEffect => {
  const table = tableArn(context.place, context.config, "connections");
  return {
    statements: [
      { actions: ["dynamodb:Scan"], resources: [`${table}/index/tenant`] },
      {
        actions: ["dynamodb:BatchGetItem"],
        resources: [table],
        conditions: {
          "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["owner#*"] },
          "ForAllValues:StringEquals": {
            "dynamodb:Attributes": ["pk", "sk", "tenant", "provider", "status", "connectedAt", "lastUsed"],
          },
          StringEqualsIfExists: { "dynamodb:Select": ["SPECIFIC_ATTRIBUTES"] },
        },
      },
    ],
    environment: { CONNECTIONS_TABLE: tableName(context.config, "connections") },
  };
};

const redirectsEnvironment = ({ config }: PermissionContext): Environment => ({
  ALLOWED_REDIRECTS: JSON.stringify(config.allowedRedirects),
});

const appendToOutbox = allowRows("feed", ["PutItem"], ["outbox"]);

/**
 * Finding connections of any tenant, and reading them. A scan is not bound by the condition on keys, so it is allowed for the index
 * alone, which holds nothing else.
 */
const listConnections = (context: PermissionContext): PermissionEffect => {
  const index = `${tableArn(context.place, context.config, "connections")}/index/tenant`;
  const rows = allowRows("connections", ["BatchGetItem"], ["owner"])(context);
  return {
    ...rows,
    statements: [{ actions: ["dynamodb:Query", "dynamodb:Scan"], resources: [index] }, ...rows.statements],
  };
};

/** The audit of every tenant. The index's partitions are actions, which are nobody's. */
const readAudit = (context: PermissionContext): PermissionEffect => {
  const index = `${tableArn(context.place, context.config, "audit")}/index/action`;
  const rows = allowRows("audit", ["Query"], ["audit"])(context);
  return { ...rows, statements: [{ actions: ["dynamodb:Query"], resources: [index] }, ...rows.statements] };
};

export const tablePermissions = {
  "states:write": (context) => allowRows("transient", ["PutItem"], ["state"])(context, redirectsEnvironment(context)),
  // DeleteItem is for Lambdas of 0.1.0, which still run for a moment after an update has changed their role.
  "states:consume": (context) =>
    allowRows("transient", ["UpdateItem", "DeleteItem"], ["state"])(context, redirectsEnvironment(context)),
  "counters:write": (context) => allowRows("transient", ["UpdateItem"], ["counter"])(context),
  "cache:read": (context) =>
    mergeEffects(
      allowRows("transient", ["GetItem", "BatchGetItem"], ["cache"])(context),
      allowRows("connections", ["BatchGetItem"], ["owner"])(context),
    ),
  "cache:write": (context) => allowRows("transient", ["PutItem", "UpdateItem"], ["cache"])(context),
  "once:claim": (context) => allowRows("transient", ["PutItem", "UpdateItem"], ["once"])(context),
  "once:end": (context) => allowRows("transient", ["Query", "UpdateItem"], ["once"])(context),
  "cache:list": (context) => allowRows("transient", ["Query"], ["cache"])(context),
  "cache:clear": (context) => allowRows("transient", ["Query", "DeleteItem"], ["cache"])(context),
  "grants:hold": (context) => allowRows("transient", ["PutItem"], ["grant"])(context),
  "grants:settle": (context) => allowRows("transient", ["GetItem", "UpdateItem", "DeleteItem"], ["grant"])(context),
  "erasures:request": (context) => allowRows("transient", ["PutItem"], ["erasure"])(context),
  "erasures:finish": (context) => allowRows("transient", ["GetItem", "DeleteItem"], ["erasure"])(context),
  "hooks:take": (context) => allowRows("transient", ["UpdateItem"], ["hook"])(context),
  "hooks:read": (context) => allowRows("transient", ["GetItem"], ["hook"])(context),
  "hooks:open": (context) => allowRows("transient", ["PutItem", "UpdateItem", "DeleteItem"], ["hook"])(context),
  "exports:write": (context) => allowRows("transient", ["Query", "PutItem", "DeleteItem"], ["export"])(context),
  "exports:read": (context) => allowRows("transient", ["Query", "GetItem"], ["export"])(context),
  "connections:read": (context) => allowRows("connections", ["GetItem", "Query"], ["owner"])(context),
  "connections:list": listConnections,
  // A change of a connection and its outbox row are one transaction.
  "connections:write": (context) =>
    mergeEffects(
      allowRows("connections", ["PutItem", "UpdateItem", "DeleteItem"], ["owner", "route", "share"])(context),
      appendToOutbox(context),
    ),
  "routes:read": (context) => allowRows("connections", ["Query"], ["route"])(context),
  "siblings:read": (context) => allowRows("connections", ["Query"], ["share"])(context),
  "tenant-hosts:read": (context) =>
    allowRows(
      "connections",
      ["GetItem"],
      ["tenanthost"],
    )(context, {
      TENANT_HOSTS: JSON.stringify(context.config.tenantHosts),
    }),
  "tenant-hosts:write": (context) => allowRows("connections", ["PutItem", "DeleteItem"], ["tenanthost"])(context),
  "tenant-bot:read": (context) => allowRows("connections", ["GetItem"], ["tenantbot"])(context),
  "tenant-bot:write": (context) => allowRows("connections", ["PutItem", "DeleteItem"], ["tenantbot"])(context),
  // One read takes a tenant's connectors, their connections, and the rows that tell whether those are still the same.
  "connectors:read": (context) =>
    allowRows("connections", ["GetItem", "BatchGetItem", "Query"], ["connectors", "owner"])(context),
  "connectors:write": (context) => allowRows("connections", ["PutItem"], ["connectors"])(context),
  "connectors:renew": (context) => allowRows("connections", ["UpdateItem"], ["connectors"])(context),
  "customers:forget": (context) => allowRows("transient", ["Query", "DeleteItem"], ["customers"])(context),
  "customers:keep": (context) => allowRows("transient", ["GetItem", "BatchGetItem", "PutItem"], ["customers"])(context),
  "answers:keep": (context) => allowRows("transient", ["GetItem", "PutItem"], ["answers"])(context),
  "answers:forget": (context) => allowRows("transient", ["Query", "DeleteItem"], ["answers"])(context),
  "settings:read": (context) => allowRows("connections", ["GetItem"], ["settings"])(context),
  "settings:write": (context) => allowRows("connections", ["PutItem"], ["settings"])(context),
  "renewals:query": (context) => allowRows("connections", ["Query"], ["renew"], "due")(context),
  "due:query": (context) => allowRows("connections", ["Query"], ["due"], "due")(context),
  "deliveries:write": (context) =>
    allowRows("deliveries", ["GetItem", "PutItem", "UpdateItem"], ["delivery", "claim"])(context),
  "deliveries:read": (context) =>
    mergeEffects(
      allowRows("deliveries", ["GetItem"], ["delivery"])(context),
      allowRows(
        "deliveries",
        ["Query"],
        withWebhook(context.manifests ?? manifests).map(({ id }) => id),
        "log",
      )(context),
    ),
  "usage:fold": allowUsage(["GetItem", "UpdateItem"]),
  "usage:count": allowUsage(["UpdateItem"]),
  "usage:read": allowUsage(["GetItem", "Query"]),
  "connections:count": countConnections,
  "feed:announce": (context) => appendToOutbox(context),
  "feed:sequence": (context) =>
    allowRows(
      "feed",
      ["GetItem", "PutItem", "UpdateItem", "DeleteItem"],
      ["outbox", "feed", "activity", "lost"],
    )(context),
  "feed:read": (context) => allowRows("feed", ["GetItem", "Query"], ["feed", "activity"])(context),
  "activity:write": (context) => allowRows("feed", ["UpdateItem"], ["activity"])(context),
  "activity:remove": (context) =>
    mergeEffects(
      allowRows("feed", ["Query", "GetItem", "DeleteItem"], ["activity"])(context),
      allowRows("feed", ["DeleteItem"], ["feed"])(context),
      allowRows("feed", ["Query", "UpdateItem"], ["outbox"])(context),
    ),
  "sockets:write": (context) =>
    allowRows(
      "transient",
      ["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query"],
      ["socket", "socketid"],
    )(context),
  "audit:read": readAudit,
  "audit:write": (context) =>
    allowRows("audit", ["PutItem"], ["audit"])(context, { AUDIT_DAYS: String(context.config.retention.auditDays) }),
} satisfies PermissionTable<string>;
