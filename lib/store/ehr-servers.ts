// FHIR servers that were registered beside those of the stage's configuration, each for one tenant.
import * as z from "zod";
import { config } from "../config.ts";
import { type Actor, auditWrite } from "./audit.ts";
import { transact } from "./dynamo.ts";
import { parseReadableItems, toItem } from "./item.ts";
import type { Owner } from "./owner.ts";
import { queryAll } from "./query-all.ts";
import { ehrServerPartition, key } from "./table.ts";

const ehrServerRow = z.object({
  provider: z.string(),
  fhirBaseUrl: z.string(),
  /** The tenant as stored rows have it. */
  tenant: z.string(),
  /** Hosts beside its own that its endpoints may be on. */
  hosts: z.array(z.string()),
  /** Epoch seconds. */
  registeredAt: z.number(),
});
export type EhrServerRow = z.output<typeof ehrServerRow>;

/** The registrations of a FHIR base, by exactly this spelling. */
export async function listEhrServerRows(fhirBaseUrl: string): Promise<EhrServerRow[]> {
  const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");
  const items = await queryAll({
    TableName,
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": { S: ehrServerPartition(fhirBaseUrl) } },
  });
  return parseReadableItems(ehrServerRow, items, "ehr server");
}

/** Registers a server for a tenant; once more has no other effect. */
export async function saveEhrServer(row: EhrServerRow, by: Owner, actor: Actor): Promise<void> {
  const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");
  const Item = { ...key.ehrServer(row.fhirBaseUrl, row.tenant), ...toItem(row) };
  const { tenant, provider, fhirBaseUrl: host } = row;
  const audit = auditWrite({ ...actor, tenant, user: by.user, provider, host, action: "ehr_server_registered" });
  await transact([{ Put: { TableName, Item } }, audit]);
}
