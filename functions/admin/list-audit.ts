import * as z from "zod";
import { buildAuditExport } from "../../lib/connections/audit-export.ts";
import {
  auditQuerySchema,
  chooseAuditFormat,
  createAuditPageToken,
  describeAuditQuery,
  toAuditQuery,
} from "../../lib/connections/audit-request.ts";
import { auditEntrySchema, toAuditView } from "../../lib/connections/audit-view.ts";
import { adminEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { chooseVisibleTenant } from "../../lib/http/visible-tenant.ts";
import { writeAudit } from "../../lib/store/audit.ts";
import { queryAudit } from "../../lib/store/audit-log.ts";

const contract = {
  about:
    "Lists the audit, the newest first, as JSON or as a CSV file; each reading is audited. A page may be empty and still have a next.",
  query: auditQuerySchema(),
  answersCsv: true,
  answer: () => z.object({ entries: z.array(auditEntrySchema()), nextPageToken: z.string().optional() }),
} as const;

export const handler = adminEndpoint(contract, async ({ user, query, headers, origin, rawPath, rawQuery }) => {
  const tenant = chooseVisibleTenant(user, query.tenant);
  const format = chooseAuditFormat(query, headers.accept);
  const asked = toAuditQuery(user, query, { tenant, format });
  const { ip, requestId } = origin;
  const reader = { tenant: tenant ?? user.tenant, user: user.user, actor: user.user, ip, requestId };
  await writeAudit({ ...reader, action: "audit_read", filter: describeAuditQuery(asked, format) });
  const page = await queryAudit(asked);
  const withTenant = user.isStageAdmin;
  if (format === "csv") return buildAuditExport(page, { asked, rawPath, rawQuery, withTenant });
  return ok({
    entries: page.found.map((row) => toAuditView(row, withTenant)),
    nextPageToken: createAuditPageToken(page.next),
  });
});
