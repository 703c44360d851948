// How our client authenticates at a provider's token endpoint.
import * as oauth from "oauth4webapi";
import { findInCauses, Problem } from "../errors.ts";
import { ProviderError } from "../http/provider-error.ts";
import { type AssertionSigner, assertionType, createClientAssertion } from "./client-assertion.ts";
import type { Provider } from "./definition.ts";
import { createKmsSigner } from "./signing-keys.ts";

/**
 * HTTP Basic authentication (RFC 6749 section 2.3.1) that escapes only what must be escaped: some providers do not decode, and
 * an escaped `-` or `_` would be another client id to them.
 */
function basicAuth(secret: string): oauth.ClientAuth {
  return (_server, client, _body, headers) => {
    const pair = [client.client_id, secret].map(encodeURIComponent).join(":");
    headers.set("authorization", `Basic ${Buffer.from(pair).toString("base64")}`);
  };
}

/** private_key_jwt (RFC 7523 section 2.2), for the endpoint that is asked. */
function createAssertionAuth(signer: AssertionSigner): oauth.ClientAuth {
  return async (server, { client_id: clientId }, body) => {
    body.set("client_assertion_type", assertionType);
    const assertion = createClientAssertion({ clientId, audience: server.token_endpoint ?? "" }, signer);
    body.set("client_assertion", await assertion.catch(throwAsOurs));
  };
}

/** Nothing was sent yet, and neither the user nor the provider has a part in it. */
function throwAsOurs(cause: unknown): never {
  const isMissing = findInCauses(cause, Problem)?.code === "not_configured";
  throw new ProviderError(
    isMissing ? { kind: "config", code: "signing_key_missing" } : { kind: "transient", code: "signing_unavailable" },
    { cause },
  );
}

export function createClientAuth(provider: Provider, secret: string): oauth.ClientAuth {
  if (provider.clientAuth === "private-key-jwt")
    return createAssertionAuth(createKmsSigner(provider.signingAlgorithm ?? "RS384"));
  return provider.clientAuth === "basic" ? basicAuth(secret) : oauth.ClientSecretPost(secret);
}

/** The provider as systems use it, for the client credentials grant; undefined where it has none. */
export function toSystemProvider(provider: Provider): Provider | undefined {
  const { clientCredentials } = provider;
  if (clientCredentials === undefined) return undefined;
  const { scopes = provider.scopes, clientAuth = provider.clientAuth, clientId } = clientCredentials;
  return { ...provider, scopes, clientAuth, ...(clientId === undefined ? {} : { clientId }) };
}
