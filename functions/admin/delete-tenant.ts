import * as z from "zod";
import { startedDeletionSchema, toStartedDeletion } from "../../lib/deletion/deletion-view.ts";
import { requestDeletion } from "../../lib/deletion/request-deletion.ts";
import { requireRepeatedId } from "../../lib/deletion/require-repeated-id.ts";
import { resolveTenant, toTenantSubject } from "../../lib/deletion/subject.ts";
import { ensureSubjectHash, hashTenant } from "../../lib/deletion/subject-hash.ts";
import { adminEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { toStoredTenant } from "../../lib/store/named-tenant.ts";
import { getVaultFromEnvironment } from "../../lib/vault/vault.ts";

const contract = {
  about:
    "Deletes a tenant's data: that of all its users, and what is its own. The body repeats the id. For administrators of the stage.",
  path: z.object({ id: z.string().min(1).max(256) }),
  body: z.object({ id: z.string("is missing") }),
  answer: startedDeletionSchema,
  status: 202,
} as const;

export const handler = adminEndpoint(contract, async ({ user, origin, path, body }) => {
  requireRepeatedId(path.id, body.id);
  const tenant = resolveTenant(user, path.id);
  const about = { tenant: toStoredTenant(tenant), user: tenant.id };
  const hash = await ensureSubjectHash(getVaultFromEnvironment());
  const id = hashTenant(hash, about.tenant);
  const request = { id, kind: "tenant", subject: toTenantSubject(tenant), about, hash, admin: user, origin } as const;
  return ok(toStartedDeletion(await requestDeletion(request, Math.floor(Date.now() / 1000))), { statusCode: 202 });
});
