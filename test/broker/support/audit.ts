import { z } from "zod";
import { listAuditRows } from "../../support/audit-rows.ts";

const entrySchema = z.looseObject({ action: z.string(), user: z.string(), actor: z.string() });

/** The audit of a tenant as it is stored, of one user or of all, oldest first. */
export async function listAudit(tenant: string, user?: string): Promise<z.output<typeof entrySchema>[]> {
  const entries = (await listAuditRows(tenant)).map((row) => entrySchema.parse(row));
  return entries.filter((entry) => user === undefined || entry.user === user);
}
