// A row of the audit as it is read. One of a later release may have more; an action that is not known here stays as it is.
import * as z from "zod";
import { parseReadableItems } from "./item.ts";
import type { Item } from "./table.ts";

/** Fields that only some actions have, in rows and in answers. */
export const auditDetails = () => ({
  provider: z.string().optional(),
  connection: z.string().optional(),
  reason: z.string().optional(),
  ip: z.string().optional(),
  requestId: z.string().optional(),
  host: z.string().optional(),
  purpose: z.string().optional(),
  dataExport: z.string().optional(),
  sql: z.string().optional(),
  source: z.string().optional(),
  rows: z.number().optional(),
  cached: z.boolean().optional(),
  delivery: z.string().optional(),
  filter: z.record(z.string(), z.unknown()).optional(),
});

const auditRow = z.object({
  /** Its place in the audit: its time, and an id. */
  sk: z.string(),
  at: z.string(),
  tenant: z.string(),
  user: z.string(),
  actor: z.string(),
  action: z.string(),
  ...auditDetails(),
  /** Epoch seconds. */
  ttl: z.number(),
});
export type AuditRow = z.output<typeof auditRow>;

/** Parses rows; those whose time is over are left out, since DynamoDB deletes them days later. @param now epoch seconds */
export const parseAuditRows = (items: readonly Item[], now: number): AuditRow[] =>
  parseReadableItems(auditRow, items, "audit entry").filter(({ ttl }) => ttl > now);
