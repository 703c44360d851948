// An entry of the audit as administrators see it.
import * as z from "zod";
import type { CsvCell } from "../http/csv.ts";
import { type AuditRow, auditDetails } from "../store/audit-row.ts";

/** Schema of `toAuditView`. */
export const auditEntrySchema = () =>
  z
    .object({
      id: z.string(),
      at: z.iso.datetime(),
      tenant: z.string().optional().describe("Shown to administrators of the stage."),
      user: z.string().describe("Whom it is about."),
      actor: z.string().describe("Who did it: a user, `service:<client>`, or the name of a job."),
      action: z.string(),
      ...auditDetails(),
    })
    .meta({ id: "AuditEntry", description: "Who did what, when, from where." });

type AuditView = z.output<ReturnType<typeof auditEntrySchema>>;

/** @param withTenant whether to name its tenant, for those who see several */
export function toAuditView({ sk, ttl: _, tenant, ...rest }: AuditRow, withTenant: boolean): AuditView {
  const id = sk.slice(sk.indexOf("#") + 1);
  return { id, ...rest, ...(withTenant ? { tenant } : {}) };
}

const columns = ["at", "user", "actor", "action", "provider", "connection", "reason", "ip", "requestId"] as const;

/** Names of the columns of `toAuditCells`. */
export const listAuditColumns = (withTenant: boolean): string[] => [
  ...(withTenant ? ["tenant"] : []),
  ...columns,
  "details",
  "id",
];

/** The cells of an entry. What only some actions have is in `details`, as JSON. */
export function toAuditCells(row: AuditRow, withTenant: boolean): CsvCell[] {
  const { id, tenant, ...view } = toAuditView(row, true);
  const isDetail = ([name]: [string, unknown]) => !(columns as readonly string[]).includes(name);
  const details = Object.fromEntries(Object.entries(view).filter(isDetail));
  return [
    ...(withTenant ? [tenant] : []),
    ...columns.map((name) => view[name]),
    Object.keys(details).length > 0 ? JSON.stringify(details) : undefined,
    id,
  ];
}
