import * as z from "zod";
import { startedDeletionSchema, toStartedDeletion } from "../../lib/deletion/deletion-view.ts";
import { requestDeletion } from "../../lib/deletion/request-deletion.ts";
import { requireRepeatedId } from "../../lib/deletion/require-repeated-id.ts";
import { toUserSubject } from "../../lib/deletion/subject.ts";
import { ensureSubjectHash, hashUser } from "../../lib/deletion/subject-hash.ts";
import { adminEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { resolveOwner } from "../../lib/subscriptions/admin.ts";
import { getVaultFromEnvironment } from "../../lib/vault/vault.ts";

const name = () => z.string().min(1).max(256);

const contract = {
  about:
    "Deletes a user's data: connections, grants at the providers, everything kept of them. The body repeats the id. For administrators of the user's tenant; those of the stage name any tenant.",
  path: z.object({ id: name() }),
  query: z.object({ tenant: name().optional() }),
  body: z.object({ id: z.string("is missing") }),
  answer: startedDeletionSchema,
  status: 202,
} as const;

export const handler = adminEndpoint(contract, async ({ user, origin, path, query, body }) => {
  requireRepeatedId(path.id, body.id);
  const about = resolveOwner(user, { user: path.id, tenant: query.tenant });
  const hash = await ensureSubjectHash(getVaultFromEnvironment());
  const id = hashUser(hash, about);
  const request = { id, kind: "user", subject: toUserSubject(about), about, hash, admin: user, origin } as const;
  return ok(toStartedDeletion(await requestDeletion(request, Math.floor(Date.now() / 1000))), { statusCode: 202 });
});
