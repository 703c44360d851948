// The sandbox EHR's authorization server: oidc-provider, set up as SMART App Launch and Backend Services ask.
import type { ServerResponse } from "node:http";
import { exportJWK, generateKeyPair } from "jose";
import { Provider } from "oidc-provider";
import { listen } from "../../http-server.ts";
import type { Approval } from "../codes.ts";
import type { Answer, Exchange } from "../exchange.ts";
import { configureServer, type ServerOptions } from "./configuration.ts";

export interface AuthorizationServer {
  /** A code for what somebody approved. */
  issueCode(approval: Approval): Promise<string>;
  /** Answers a request to the token endpoint. */
  forward(exchange: Exchange): Promise<Answer>;
  close(): Promise<void>;
}

export async function createAuthorizationServer(options: ServerOptions): Promise<AuthorizationServer> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const key = { ...(await exportJWK(privateKey)), alg: "RS256", kid: "ehr-1", use: "sig" };
  const provider = new Provider(options.origin, configureServer(options, key));
  // It is asked through the sandbox, whose address it must name.
  provider.proxy = true;
  const answer = provider.callback();
  const inside = await listen((request, response: ServerResponse) => void answer(request, response), 0);
  return {
    issueCode: (approval) => issueCode(provider, options, approval),
    forward: (exchange) => forward(inside.url, options.origin, exchange),
    close: inside.close,
  };
}

async function issueCode(provider: Provider, { fhirBase }: ServerOptions, approval: Approval): Promise<string> {
  const { account: accountId, clientId, scopes, redirectUri, challenge, request } = approval;
  const client = await provider.Client.find(clientId);
  if (!client) throw new Error("The sandbox does not know its own client");
  const scope = scopes.join(" ");
  const grant = new provider.Grant({ accountId, clientId });
  grant.addOIDCScope(scope);
  grant.addResourceScope(fhirBase, scope);
  const code = new provider.AuthorizationCode({
    client,
    accountId,
    grantId: await grant.save(),
    scope,
    redirectUri,
    resource: fhirBase,
    authTime: Math.floor(Date.now() / 1000),
    codeChallenge: challenge ?? "",
    codeChallengeMethod: "S256",
    gty: "authorization_code",
    nonce: request.get("nonce") ?? undefined,
  });
  return code.save();
}

async function forward(inside: string, origin: string, { headers, target, body }: Exchange): Promise<Answer> {
  const { host, protocol } = new URL(origin);
  const answer = await fetch(`${inside}${target}`, {
    method: "POST",
    headers: {
      "content-type": headers["content-type"] ?? "",
      ...(headers.authorization === undefined ? {} : { authorization: headers.authorization }),
      "x-forwarded-host": host,
      "x-forwarded-proto": protocol.slice(0, -1),
      connection: "close",
    },
    body: new Uint8Array(body),
  });
  return {
    status: answer.status,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
    body: await answer.text(),
  };
}
