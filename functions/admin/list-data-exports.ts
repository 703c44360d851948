import * as z from "zod";
import { adminEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { providerIds } from "../../lib/provider-ids.ts";
import { listDataExports } from "../../lib/store/data-exports.ts";
import { dataExportSchema, requireStageAdmin, toDataExportView } from "../../lib/webhooks/data-export-view.ts";

const query = z.object({ provider: z.enum(providerIds) });

const about =
  "Lists the exports of what was kept of a person who asked for it at a provider. For administrators of the stage.";
const answer = () => z.object({ exports: z.array(dataExportSchema()) });

export const handler = adminEndpoint({ about, query, answer }, async ({ user, query: { provider } }) => {
  requireStageAdmin(user);
  const found = await listDataExports(provider, Math.floor(Date.now() / 1000));
  return ok({ exports: found.map((one) => toDataExportView(one)) });
});
