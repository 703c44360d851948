// Permissions to delete a user's or a tenant's data. The worker alone reads whole tables: it looks for what no key leads to.
import { tableArn, tableNames } from "../names.ts";
import {
  mergeEffects,
  type PermissionContext,
  type PermissionEffect,
  type PermissionTable,
} from "../permission-effect.ts";
import { allowRows } from "./tables.ts";
import { vaultPermission } from "./vault.ts";

/** Reading every table. What it reads of tokens and contents is sealed, and this role opens none of it. */
const scanTables = ({ config, place }: PermissionContext): PermissionEffect => ({
  statements: [{ actions: ["dynamodb:Scan"], resources: tableNames.map((table) => tableArn(place, config, table)) }],
  environment: {},
});

/** Beside what a disconnect may do. Rows are changed and removed by their kinds, as everywhere. */
const eraseRows = (context: PermissionContext): PermissionEffect =>
  mergeEffects(
    ...[
      allowRows("connections", ["GetItem", "PutItem", "UpdateItem"], ["deletion"]),
      allowRows("connections", ["GetItem"], ["deletionkey"]),
      allowRows("connections", ["GetItem", "PutItem", "DeleteItem"], ["connectors"]),
      allowRows("connections", ["DeleteItem"], ["settings", "tenantbot", "tenanthost", "ehrserver"]),
      allowRows("transient", ["GetItem", "UpdateItem", "DeleteItem"], ["grant"]),
      allowRows("transient", ["GetItem", "DeleteItem"], ["socket", "socketid"]),
      allowRows("transient", ["Query", "DeleteItem"], ["export"]),
      allowRows("transient", ["DeleteItem"], ["state", "erasure", "counter", "once", "cache", "answers", "customers"]),
      allowRows("transient", ["Query"], ["socket"]),
      allowRows("feed", ["DeleteItem"], ["outbox", "feed", "activity", "lost"]),
      allowRows("deliveries", ["PutItem", "UpdateItem", "DeleteItem"], ["delivery", "claim"]),
      allowRows("deliveries", ["DeleteItem"], ["usage"]),
      allowRows("audit", ["Query", "PutItem", "DeleteItem"], ["audit"]),
    ].map((allow) => allow(context)),
  );

export const deletionPermissions = {
  "deletions:scan": scanTables,
  "deletions:erase": eraseRows,
  "deletions:request": (context) =>
    mergeEffects(
      allowRows("connections", ["GetItem", "PutItem"], ["deletion", "deletionkey"])(context),
      vaultPermission(true, { purpose: "deletion", provider: "stage" }, context),
    ),
  "deletions:read": (context) => allowRows("connections", ["GetItem"], ["deletion"])(context),
  "vault:open:deletion": (context) => vaultPermission(false, { purpose: "deletion", provider: "stage" }, context),
} satisfies PermissionTable<string>;
