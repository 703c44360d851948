// For front ends that receive the provider's redirect themselves and post its parameters.
import * as z from "zod";
import { config } from "../../lib/config.ts";
import { completeAuthorization } from "../../lib/connections/posted-callback.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { createExpiredBindingCookie } from "../../lib/oauth/browser-binding.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";

const provider = getProviderFromEnvironment();
const { PUBLIC_BASE_URL } = config("PUBLIC_BASE_URL");

/** A front end posts what was in the query of its page; what was not there may be null or empty. */
const parameter = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .nullish()
    .transform((value) => value || undefined);

const body = z
  .object({
    code: parameter(4096),
    state: z.string().describe("As the provider sent it. Only the user who started the flow can finish it."),
    error: parameter(128).describe(
      "Sent by the provider instead of a code when access was not given: it ends the flow.",
    ),
    iss: parameter(512),
  })
  .refine(({ code, error }) => code !== undefined || error !== undefined, { path: ["code"], error: "is missing" });

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
  const data = { provider: provider.id, permissions: connection.scopes, accountName: connection.accountName };
  const answer = { success: true as const, message: `${provider.displayName} connected successfully`, data };
  return ok(answer, { cookies: [createExpiredBindingCookie(body.state, PUBLIC_BASE_URL)] });
});
