// A made-up provider whose endpoints are at an origin of the test's choice.
import * as z from "zod";
import { defineProvider, type Provider } from "../../lib/oauth/definition.ts";

export function createAcme(origin: string, more: Partial<Provider> = {}): Provider {
  return defineProvider({
    id: "acme",
    displayName: "Acme",
    description: "Does not exist.",
    category: "design",
    endpoints: {
      authorize: `${origin}/authorize`,
      token: `${origin}/token`,
      refresh: `${origin}/refresh`,
      revoke: `${origin}/revoke`,
      api: `${origin}/api`,
    },
    scopes: ["read", "write"],
    scopeSeparator: " ",
    pkce: true,
    clientAuth: "basic",
    params: [],
    token: () => z.object({}),
    account: async () => ({ id: "acct-1", name: "Acme account" }),
    ...more,
  });
}

export const client = { clientId: "acme-client", clientSecret: "acme-secret" };
