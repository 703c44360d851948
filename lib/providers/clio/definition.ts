import * as z from "zod";
import { ProviderError } from "../../http/provider-error.ts";
import { readProviderJson } from "../../http/provider-json.ts";
import { defineProvider, type RevokeContext } from "../../oauth/definition.ts";
import { toClioFailure } from "./errors.ts";
import { displayName } from "./manifest.ts";
import { defaultRegion, getRegionCode, parseRegion } from "./region.ts";

const user = () =>
  z.object({ data: z.object({ id: z.number().int(), name: z.string().nullish(), email: z.string().nullish() }) });

/**
 * docs.developers.clio.com/handbook/build/authorization: access tokens live for 30 days; a refresh token may be used again and ends
 * only with the grant. What an app may do is set where it is registered, so there are no scopes to ask for. PKCE is not documented.
 */
export const clio = defineProvider({
  id: "clio",
  displayName,
  description: "Find the contact behind a call, log calls as communications, hear of new and changed contacts.",
  category: "legal",
  endpoints: {
    authorize: "https://{region}/oauth/authorize",
    token: "https://{region}/oauth/token",
    revoke: "https://{region}/oauth/deauthorize",
    api: "https://{region}/api/v4",
  },
  scopes: [],
  scopeSeparator: " ",
  pkce: false,
  clientAuth: "body",
  params: ["region"],
  paramDefaults: { region: defaultRegion },
  parseParam: (_name, value) => parseRegion(value),
  assumedLifetime: 30 * 86_400,
  token: () => z.object({}),
  async account(_token, { fetch, endpoints: { api }, params: { region = "" } }) {
    const answer = await fetch(`${api}/users/who_am_i.json?fields=id,name,email`);
    const { id, name, email } = (await readProviderJson(answer, user(), toClioFailure)).data;
    // Regions count their users separately.
    const account = { id: `${getRegionCode(region)}-${id}`, name: name ?? email ?? `Clio ${id}` };
    return { ...account, ...(email == null ? {} : { username: email }) };
  },
  revoke: async (context) => deauthorize(context),
  acceptsToken: async (fetch, { api }) => {
    const response = await fetch(`${api}/users/who_am_i.json?fields=id`);
    if (response.status === 401) return false;
    await readProviderJson(response, z.object({}), toClioFailure);
    return true;
  },
});

/** Ends the grant of the person whose token it is, in every app's copy of it. */
async function deauthorize({ endpoints, accessToken, fetch }: RevokeContext) {
  const answer = await fetch(endpoints.revoke ?? "", {
    method: "POST",
    headers: { accept: "application/json", authorization: `Bearer ${accessToken}` },
  });
  if (answer.ok) return "revoked";
  if (answer.status === 401) return "dead";
  throw new ProviderError({ kind: "transient", code: "revoke_failed" });
}
