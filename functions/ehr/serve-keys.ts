import * as z from "zod";
import { config } from "../../lib/config.ts";
import { publicEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { listPublicKeys } from "../../lib/oauth/signing-keys.ts";

const contract = {
  about:
    "The public keys that our client assertions are signed with: current and next, and the previous ones after a rotation. Empty where no EHR is configured.",
  answer: () => z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string(), alg: z.string() })) }),
};

/** Shorter than the time between a key's publication and its first use. */
const maxAgeSeconds = 3600;

export const handler = publicEndpoint(contract, async () => {
  const isConfigured = config("SIGNING_KEYS").SIGNING_KEYS !== undefined;
  const answer = ok({ keys: isConfigured ? await listPublicKeys() : [] });
  return { ...answer, headers: { ...answer.headers, "cache-control": `public, max-age=${maxAgeSeconds}` } };
});
