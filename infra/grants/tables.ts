// Which rows of which table. A table's partition keys begin with the kind of row, so IAM can tell the kinds apart.
import { manifests, withWebhook } from "../../lib/providers/manifests.ts";
import type { Allowance, AllowanceTable, GrantContext } from "../allowance.ts";
import { type TableName, tableArn, tableName } from "../names.ts";

type Action = "GetItem" | "BatchGetItem" | "PutItem" | "UpdateItem" | "DeleteItem" | "Query";
type Environment = Record<string, string>;

const environmentName = {
  connections: "CONNECTIONS_TABLE",
  transient: "TRANSIENT_TABLE",
  audit: "AUDIT_TABLE",
  deliveries: "DELIVERIES_TABLE",
  feed: "FEED_TABLE",
} as const;

/** Conditions on the partition key: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html */
function rows(table: TableName, actions: readonly Action[], prefixes: readonly string[], index?: string) {
  return ({ config, place }: GrantContext, more: Environment = {}): Allowance => ({
    statements: [
      {
        actions: actions.map((action) => `dynamodb:${action}`),
        resources: [`${tableArn(place, config.stage, table)}${index ? `/index/${index}` : ""}`],
        conditions: {
          "ForAllValues:StringLike": { "dynamodb:LeadingKeys": prefixes.map((prefix) => `${prefix}#*`) },
        },
      },
    ],
    environment: { [environmentName[table]]: tableName(config.stage, table), ...more },
  });
}

const allowedRedirects = ({ config }: GrantContext): Environment => ({
  ALLOWED_REDIRECTS: JSON.stringify(config.allowedRedirects),
});

const announce = rows("feed", ["PutItem"], ["outbox"]);

const both = (one: Allowance, other: Allowance): Allowance => ({
  statements: [...one.statements, ...other.statements],
  environment: { ...one.environment, ...other.environment },
});

export const tableGrants = {
  "states:write": (context) => rows("transient", ["PutItem"], ["state"])(context, allowedRedirects(context)),
  "states:consume": (context) => rows("transient", ["DeleteItem"], ["state"])(context, allowedRedirects(context)),
  "counters:write": (context) => rows("transient", ["UpdateItem"], ["counter"])(context),
  "cache:read": (context) =>
    both(
      rows("transient", ["GetItem", "BatchGetItem"], ["cache"])(context),
      rows("connections", ["BatchGetItem"], ["owner"])(context),
    ),
  "cache:write": (context) => rows("transient", ["PutItem", "UpdateItem"], ["cache"])(context),
  "once:claim": (context) => rows("transient", ["PutItem", "UpdateItem"], ["once"])(context),
  "cache:clear": (context) => rows("transient", ["Query", "DeleteItem"], ["cache"])(context),
  "grants:hold": (context) => rows("transient", ["PutItem"], ["grant"])(context),
  "grants:settle": (context) => rows("transient", ["GetItem", "UpdateItem", "DeleteItem"], ["grant"])(context),
  "connections:read": (context) => rows("connections", ["GetItem", "Query"], ["owner"])(context),
  // Whoever changes a connection tells its user, in the same transaction.
  "connections:write": (context) =>
    both(
      rows("connections", ["PutItem", "UpdateItem", "DeleteItem"], ["owner", "route", "share"])(context),
      announce(context),
    ),
  "routes:read": (context) => rows("connections", ["Query"], ["route"])(context),
  "siblings:read": (context) => rows("connections", ["Query"], ["share"])(context),
  "settings:read": (context) => rows("connections", ["GetItem"], ["settings"])(context),
  "settings:write": (context) => rows("connections", ["PutItem"], ["settings"])(context),
  "renewals:query": (context) => rows("connections", ["Query"], ["renew"], "due")(context),
  "due:query": (context) => rows("connections", ["Query"], ["due"], "due")(context),
  "deliveries:write": (context) =>
    rows("deliveries", ["GetItem", "PutItem", "UpdateItem"], ["delivery", "claim"])(context),
  "deliveries:read": (context) =>
    both(
      rows("deliveries", ["GetItem"], ["delivery"])(context),
      rows(
        "deliveries",
        ["Query"],
        withWebhook(context.manifests ?? manifests).map(({ id }) => id),
        "log",
      )(context),
    ),
  "feed:announce": (context) => announce(context),
  "feed:sequence": (context) =>
    rows("feed", ["GetItem", "PutItem", "UpdateItem", "DeleteItem"], ["outbox", "feed", "activity", "lost"])(context),
  "feed:read": (context) => rows("feed", ["GetItem", "Query"], ["feed", "activity"])(context),
  "activity:write": (context) => rows("feed", ["UpdateItem"], ["activity"])(context),
  "sockets:write": (context) =>
    rows("transient", ["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query"], ["socket", "socketid"])(context),
  "audit:write": (context) =>
    rows("audit", ["PutItem"], ["audit"])(context, { AUDIT_DAYS: String(context.config.retention.auditDays) }),
} satisfies AllowanceTable<string>;
