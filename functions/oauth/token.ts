import * as z from "zod";
import { integrationShape, userIdSchema } from "../../lib/connections/integration-schemas.ts";
import { readServiceToken } from "../../lib/connections/service-token.ts";
import { rejectField } from "../../lib/http/json-body.ts";
import { ok } from "../../lib/http/response.ts";
import { serviceEndpoint } from "../../lib/http/service-endpoint.ts";
import { getProvider } from "../../lib/providers/index.ts";

const body = z
  .object({
    ...integrationShape(),
    userId: userIdSchema().describe(
      "As the user's token names them; the tenant's own name for what client credentials brought.",
    ),
  })
  .meta({ examples: [{ userId: "user-17", integrationId: "crm", tenantId: "acme" }] });

const example = { success: true, accessToken: "acme-access-token", expiresAt: "2026-11-30T04:10:00.000Z" } as const;

const contract = {
  about:
    "An access token that can be used now, renewed where that was due. Every read is audited, with the header `X-Purpose` (why) where it is sent.",
  body,
  answer: () =>
    z
      .object({ success: z.literal(true), accessToken: z.string(), expiresAt: z.iso.datetime().nullable() })
      .meta({ examples: [example] }),
  backendOnly: true as const,
};

export const handler = serviceEndpoint(contract, "token", async ({ service, body, headers, origin }) => {
  const request = { service, ...body, purpose: readPurpose(headers["x-purpose"]), origin };
  const { accessToken, expiresAt } = await readServiceToken(request, getProvider);
  return ok({ success: true as const, accessToken, expiresAt });
});

/** It is stored as it is sent: text that fits a line of the audit. */
function readPurpose(header: string | undefined): string | undefined {
  if (header === undefined || /^[\x20-\x7e]{1,200}$/.test(header)) return header;
  throw rejectField("X-Purpose", "must be at most 200 visible ASCII characters");
}
