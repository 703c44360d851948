// Which rows of which table. A table's partition keys begin with the kind of row, so IAM can tell the kinds apart.
import type { Allowance, AllowanceTable, GrantContext } from "../allowance.ts";
import { type TableName, tableArn, tableName } from "../names.ts";

type Action = "GetItem" | "PutItem" | "UpdateItem" | "DeleteItem" | "Query" | "ConditionCheckItem";
type Environment = Record<string, string>;

const environmentName = {
  connections: "CONNECTIONS_TABLE",
  transient: "TRANSIENT_TABLE",
  audit: "AUDIT_TABLE",
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

export const tableGrants = {
  "states:write": (context) => rows("transient", ["PutItem"], ["state"])(context, allowedRedirects(context)),
  "states:consume": (context) => rows("transient", ["DeleteItem"], ["state"])(context, allowedRedirects(context)),
  "counters:write": (context) => rows("transient", ["UpdateItem"], ["counter"])(context),
  "cache:read": (context) => rows("transient", ["GetItem"], ["cache"])(context),
  "cache:write": (context) => rows("transient", ["PutItem"], ["cache"])(context),
  "cache:clear": (context) => rows("transient", ["Query", "DeleteItem"], ["cache"])(context),
  "grants:hold": (context) => rows("transient", ["PutItem"], ["grant"])(context),
  "grants:settle": (context) => rows("transient", ["GetItem", "UpdateItem", "DeleteItem"], ["grant"])(context),
  "connections:read": (context) => rows("connections", ["GetItem", "Query"], ["owner"])(context),
  "connections:write": (context) =>
    rows(
      "connections",
      ["PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"],
      ["owner", "route", "share"],
    )(context),
  "siblings:read": (context) => rows("connections", ["Query"], ["share"])(context),
  "settings:read": (context) => rows("connections", ["GetItem"], ["settings"])(context),
  "settings:write": (context) => rows("connections", ["PutItem"], ["settings"])(context),
  "due:query": (context) => rows("connections", ["Query"], ["due"], "due")(context),
  "audit:write": (context) =>
    rows("audit", ["PutItem"], ["audit"])(context, { AUDIT_DAYS: String(context.config.retention.auditDays) }),
} satisfies AllowanceTable<string>;
