// For front ends that receive the provider's redirect themselves and post its parameters.
import * as z from "zod";
import { completeAuthorization } from "../../lib/connections/posted-callback.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";

const provider = getProviderFromEnvironment();

const body = z.object({
  code: z.string().min(1).max(4096),
  state: z.string().max(512),
  iss: z.string().max(512).optional(),
});

const answer = () =>
  z.object({
    success: z.literal(true),
    message: z.string(),
    data: z.object({ provider: z.string(), permissions: z.array(z.string()), accountName: z.string() }),
  });

const about = "Finishes an authorization whose answer the front end caught itself.";

export const handler = userEndpoint({ about, body, answer }, async ({ user, body, origin }) => {
  const connection = await completeAuthorization(provider, body, {
    owner: user,
    actor: { actor: user.user, ...origin },
  });
  return ok({
    success: true as const,
    message: `${provider.displayName} connected successfully`,
    data: { provider: provider.id, permissions: connection.scopes, accountName: connection.accountName },
  });
});
