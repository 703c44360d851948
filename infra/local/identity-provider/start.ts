// The demo identity provider of the local stack: a real OpenID provider with demo users.
import type { IncomingMessage, ServerResponse } from "node:http";
import { Provider } from "oidc-provider";
import { listen } from "../http-server.ts";
import { type Answer, htmlAnswer, jsonAnswer, readExchange, readFields } from "../sandbox/exchange.ts";
import { sendAnswer } from "../sandbox/play-script.ts";
import { createConfiguration } from "./configuration.ts";
import { issueToken } from "./issue-token.ts";
import { renderSignInPage } from "./sign-in-page.ts";
import { createSigningKey } from "./signing-key.ts";
import { demoUsers, findUser } from "./users.ts";

export interface IdentityProviderOptions {
  readonly port: number;
  /** The origin of the settings page, its only client. */
  readonly pageOrigin: string;
  /** The `aud` of the access tokens. */
  readonly audience: string;
}

/** Listens on this machine only; rejects when the port is taken. */
export async function startIdentityProvider({
  port,
  pageOrigin,
  audience,
}: IdentityProviderOptions): Promise<{ readonly issuer: string; close(): Promise<void> }> {
  const issuer = `http://localhost:${port}`;
  const key = await createSigningKey();
  const provider = new Provider(issuer, createConfiguration({ pageOrigin, audience, privateJwk: key.privateJwk }));
  const openid = provider.callback();

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const methodAndPath = `${request.method} ${request.url}`;
    if (methodAndPath === "GET /sandbox/users") return sendAnswer(response, jsonAnswer(demoUsers));
    if (methodAndPath === "POST /sandbox/tokens") {
      const { body } = await readExchange(request);
      return sendAnswer(response, await issueToken(key, { issuer, audience }, body.toString("utf8")));
    }
    if (request.url?.startsWith("/sign-in/")) return signIn(provider, request, response);
    await openid(request, response);
  }

  const { close } = await listen((request, response) => {
    route(request, response).catch((error: unknown) => sendAnswer(response, toErrorAnswer(error)));
  }, port);
  return { issuer, close };
}

/** GET shows the demo users, or signs in the one that the hint names. POST signs in the chosen user. */
async function signIn(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { params } = await provider.interactionDetails(request, response);
  const form = request.method === "POST" ? readFields(await readExchange(request)) : undefined;
  const chosen = findUser(form ? (form.get("user") ?? "") : String(params.login_hint ?? ""));
  if (!chosen) return sendAnswer(response, htmlAnswer(renderSignInPage()));
  await provider.interactionFinished(request, response, { login: { accountId: chosen.sub } });
}

function toErrorAnswer(error: unknown): Answer {
  const message = error instanceof Error ? error.message : "unknown";
  return jsonAnswer({ error: "invalid_request", error_description: message }, 400);
}
