// Redirect URIs of a former OAuth broker that are registered at providers, and cannot be changed there at once.
import { z } from "zod";
import { providerIds } from "../../lib/provider-ids.ts";

const providerSchema = z.enum(providerIds, "must be a provider's id");

/** Why one provider at most: an address that does not say whose answer it gets lets one provider's code reach another (RFC 9700 section 4.4). */
const oneOnly =
  "must be one provider's id: with several, each would have to send `iss` in its answers (RFC 9207), and the stage to require it";

export const formerCallbacksSchema = z.strictObject({
  /** The provider that /api/oauth/callback is registered at. */
  shared: z.enum(providerIds, oneOnly).optional(),
  /** The providers that /auth/<provider>/callback is registered at. */
  named: z.array(providerSchema, "must be a list of providers").optional(),
});
