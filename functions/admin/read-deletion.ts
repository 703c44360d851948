import * as z from "zod";
import { deletionSchema, toDeletionView } from "../../lib/deletion/deletion-view.ts";
import { Problem } from "../../lib/errors.ts";
import { adminEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { getVisibleTenant } from "../../lib/http/visible-tenant.ts";
import { readDeletion } from "../../lib/store/deletions.ts";

const contract = {
  about: "Reads how far a deletion is, what it has removed and what stays.",
  path: z.object({ id: z.string().regex(/^[\w-]{32}$/) }),
  answer: deletionSchema,
} as const;

export const handler = adminEndpoint(contract, async ({ user, path }) => {
  const found = await readDeletion(path.id);
  const tenant = getVisibleTenant(user);
  if (found === undefined || (tenant !== undefined && found.visibleTo !== tenant)) throw new Problem("not_found");
  return ok(toDeletionView(found));
});
