// What administrators may ask of the audit.
import * as z from "zod";
import { config } from "../config.ts";
import type { User } from "../http/caller.ts";
import { instantSchema } from "../http/instant-schema.ts";
import { rejectField } from "../http/json-body.ts";
import { providerIds } from "../provider-ids.ts";
import { auditActions } from "../store/audit.ts";
import { type AuditQuery, isAuditPosition } from "../store/audit-log.ts";
import { listRowTenants } from "../store/named-tenant.ts";
import { nameOwnersBy, readEntryName } from "../store/owner.ts";

const dayMs = 86_400_000;
const defaultDays = 30;
const formats = ["json", "csv"] as const;
export type AuditFormat = (typeof formats)[number];
const defaultLimits = { json: 50, csv: 1000 } as const;

/** Schema of the query. */
export const auditQuerySchema = () =>
  z.object({
    from: instantSchema().optional().describe("Inclusive. Default: 30 days before `to`."),
    to: instantSchema().optional().describe("Exclusive. Default: now."),
    user: z.string().min(1).max(256).optional().describe("Whom it is about, or who did it."),
    action: z.enum(auditActions).optional(),
    provider: z.enum(providerIds).optional(),
    tenant: z.string().min(1).max(256).optional().describe("For administrators of the stage, who see all otherwise."),
    format: z.enum(formats).optional().describe("`csv` is a file for spreadsheets. Default: by `Accept`, else `json`."),
    limit: z.coerce.number().int().min(1).max(1000).optional().describe("Default: 50, of a file 1000."),
    pageToken: z.string().max(256).optional(),
  });
type AskedAudit = z.output<ReturnType<typeof auditQuerySchema>>;

/** The format that a request asks for. A client that wants no file does not name CSV in its `Accept`. */
export const chooseAuditFormat = ({ format }: Pick<AskedAudit, "format">, accept = ""): AuditFormat =>
  format ?? (accept.split(",").some(takesCsv) ? "csv" : "json");

function takesCsv(range: string): boolean {
  const [type, ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
  return type === "text/csv" && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
}

interface AuditScope {
  /** As `chooseVisibleTenant` has it. */
  readonly tenant: string | undefined;
  readonly format: AuditFormat;
}

/**
 * The part of the audit that is asked for. Entries older than the audit is kept are not looked for.
 * @param now epoch milliseconds @throws Problem invalid_request for a page token that is none
 */
export function toAuditQuery(admin: User, asked: AskedAudit, scope: AuditScope, now = Date.now()): AuditQuery {
  const { AUDIT_DAYS } = config("AUDIT_DAYS");
  const to = Math.min(asked.to?.getTime() ?? now, now);
  const from = Math.max(asked.from?.getTime() ?? to - defaultDays * dayMs, now - AUDIT_DAYS * dayMs);
  const { toUser } = nameOwnersBy(readEntryName(admin.tenant));
  return {
    tenants: scope.tenant === undefined ? undefined : listRowTenants(scope.tenant),
    from: new Date(from),
    to: new Date(to),
    user: asked.user === undefined ? undefined : toUser(asked.user),
    action: asked.action,
    provider: asked.provider,
    limit: asked.limit ?? defaultLimits[scope.format],
    before: readAuditPageToken(asked.pageToken),
  };
}

/** What was asked for, for the audit itself. */
export function describeAuditQuery({ tenants = ["*"], from, to, ...rest }: AuditQuery, format: AuditFormat) {
  return { ...rest, tenant: tenants[0], from: from.toISOString(), to: to.toISOString(), format };
}

export const createAuditPageToken = (position: string | undefined): string | undefined =>
  position && Buffer.from(position).toString("base64url");

function readAuditPageToken(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const position = Buffer.from(token, "base64url").toString();
  if (isAuditPosition(position)) return position;
  throw rejectField("pageToken", "is not of this list");
}
