// The environment that the store and the vault read in a Lambda, for a command on the operator's machine.
import type { Stage } from "../config.ts";
import { clientIdsParameter, type Place, tableName, tableNames } from "../names.ts";
import { ehrPermissions } from "../permissions/ehr.ts";
import { settingPermissions } from "../permissions/settings.ts";
import { vaultPermission } from "../permissions/vault.ts";

/** Nothing of a place is in these variables. */
const noPlace: Place = { partition: "aws", region: "", account: "", urlSuffix: "", liveApiId: "" };

/** Names of tables and keys follow from the stage. Nothing is logged, and no metric written: the command reports by itself. */
export function buildImportEnvironment(config: Stage, region: string): Record<string, string> {
  const context = { config, place: noPlace };
  const tables = tableNames.map((table) => [`${table.toUpperCase()}_TABLE`, tableName(config, table)]);
  return {
    ...Object.fromEntries(tables),
    ...vaultPermission(true, { purpose: "connection", provider: "*" }, context).environment,
    ...ehrPermissions["ehr-servers:read"](context).environment,
    ...settingPermissions["settings:defaults"](context).environment,
    STAGE: config.stage,
    AWS_REGION: region,
    CLIENT_IDS_PARAMETER: clientIdsParameter(config.stage),
    PROVIDER_SETTINGS: JSON.stringify(config.providers),
    AUDIT_DAYS: String(config.retention.auditDays),
    LOG_LEVEL: "SILENT",
  };
}
