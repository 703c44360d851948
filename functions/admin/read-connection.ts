import * as z from "zod";
import { adminConnectionSchema, toAdminConnectionView } from "../../lib/connections/admin-view.ts";
import { findVisibleConnection } from "../../lib/connections/find-visible-connection.ts";
import { keptSchema, toKeptView } from "../../lib/connections/kept-view.ts";
import { adminEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { getVisibleTenant } from "../../lib/http/visible-tenant.ts";
import { listKeptAnswers } from "../../lib/store/kept-answers.ts";

const contract = {
  about:
    "Reads one connection, with the names and sizes of the provider's answers that are kept for it, a page at a time.",
  path: z.object({ id: z.string().regex(/^[\w-]{1,64}$/, "is not a connection's id") }),
  query: z.object({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    pageToken: z
      .base64url()
      .max(2048)
      .transform((token) => Buffer.from(token, "base64url").toString())
      .optional(),
  }),
  answer: () =>
    adminConnectionSchema()
      .extend({ kept: z.array(keptSchema()), nextPageToken: z.string().optional() })
      .meta({ id: "ConnectionWithKept" }),
} as const;

export const handler = adminEndpoint(contract, async ({ user, path: { id }, query: { limit, pageToken: after } }) => {
  const connection = await findVisibleConnection(id, getVisibleTenant(user));
  const { kept, next } = await listKeptAnswers(connection, { limit, after });
  return ok({
    ...toAdminConnectionView(connection, user.isStageAdmin),
    kept: kept.map((one) => toKeptView(one)),
    nextPageToken: next && Buffer.from(next).toString("base64url"),
  });
});
