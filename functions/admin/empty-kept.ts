import * as z from "zod";
import { findVisibleConnection } from "../../lib/connections/find-visible-connection.ts";
import { adminEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { getVisibleTenant } from "../../lib/http/visible-tenant.ts";
import { toAuditSubject, writeAudit } from "../../lib/store/audit.ts";
import { deleteCached, listCachedNames } from "../../lib/store/cache.ts";

const contract = {
  about: "Deletes the provider's answers that are kept for a connection; the next requests ask the provider.",
  path: z.object({ id: z.string().regex(/^[\w-]{1,64}$/, "is not a connection's id") }),
  answer: () => z.object({ id: z.string(), deleted: z.int().describe("How many there were.") }),
} as const;

export const handler = adminEndpoint(contract, async ({ user, origin: { ip, requestId }, path: { id } }) => {
  const connection = await findVisibleConnection(id, getVisibleTenant(user));
  const names = await listCachedNames(connection, id);
  const rows = names.length;
  const actor = { actor: user.user, ip, requestId };
  await writeAudit({ ...actor, ...toAuditSubject(connection), rows, action: "kept_emptied" });
  await deleteCached(connection, id, names);
  return ok({ id, deleted: rows });
});
