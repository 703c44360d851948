import * as z from "zod";
import { Problem } from "../../lib/errors.ts";
import { adminEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { providerIds } from "../../lib/provider-ids.ts";
import { writeAudit } from "../../lib/store/audit.ts";
import { readDataExport } from "../../lib/store/data-exports.ts";
import { getVaultFromEnvironment } from "../../lib/vault/vault.ts";
import { openDataExport } from "../../lib/webhooks/data-export.ts";
import { dataExportSchema, requireStageAdmin, toDataExportView } from "../../lib/webhooks/data-export-view.ts";

const contract = {
  about:
    "Reads an export of what was kept of a person who asked for it, within 30 days. For administrators of the stage; each reading is audited.",
  path: z.object({ provider: z.enum(providerIds), id: z.string().regex(/^[\w-]{1,128}$/) }),
  answer: () => dataExportSchema().extend({ content: z.record(z.string(), z.unknown()) }),
} as const;

export const handler = adminEndpoint(contract, async ({ user, origin, path: { provider, id } }) => {
  requireStageAdmin(user);
  const found = await readDataExport(provider, id, Math.floor(Date.now() / 1000));
  if (found === undefined) throw new Problem("not_found");
  const { tenant, user: actor } = user;
  await writeAudit({ ...origin, tenant, user: actor, actor, provider, dataExport: id, action: "data_export_read" });
  return ok({ ...toDataExportView(found), content: await openDataExport(getVaultFromEnvironment(), found) });
});
