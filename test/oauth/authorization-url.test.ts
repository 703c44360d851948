import { expect, test } from "vitest";
import { buildAuthorizationUrl } from "../../lib/oauth/authorization-url.ts";
import { createAcme } from "../support/acme-provider.ts";

const request = {
  clientId: "acme-client",
  state: "state-1",
  redirectUri: "https://patchbay.example/callback?stage=dev",
  scopes: ["read", "write"],
  params: {},
};

const parse = (url: string) => Object.fromEntries(new URL(url).searchParams);

test("asks for a code with the client, the redirect and the scopes", () => {
  const url = buildAuthorizationUrl(createAcme("https://acme.example", { scopeSeparator: "," }), request);
  expect(url).toMatch(/^https:\/\/acme\.example\/authorize\?/);
  expect(parse(url)).toEqual({
    response_type: "code",
    client_id: "acme-client",
    redirect_uri: "https://patchbay.example/callback?stage=dev",
    scope: "read,write",
    state: "state-1",
  });
});

test("sends the S256 challenge of RFC 7636 appendix B, never the verifier", () => {
  const codeVerifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  const url = buildAuthorizationUrl(createAcme("https://acme.example"), { ...request, codeVerifier });
  expect(parse(url)).toMatchObject({
    code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    code_challenge_method: "S256",
  });
  expect(url).not.toContain(codeVerifier);
});

test("keeps the query that an authorization endpoint has", () => {
  const acme = createAcme("https://acme.example");
  const endpoints = { ...acme.endpoints, authorize: "https://acme.example/authorize?version=2" };
  expect(parse(buildAuthorizationUrl({ ...acme, endpoints }, request))).toMatchObject({
    version: "2",
    client_id: "acme-client",
  });
});

test("asks for the person's scopes beside the bot's, in a parameter of their own", () => {
  const acme = createAcme("https://acme.example", { scopeSeparator: ",", userScopes: ["search", "files"] });
  expect(parse(buildAuthorizationUrl(acme, request))).toMatchObject({
    scope: "read,write",
    user_scope: "search,files",
  });
});

test("sends what the provider takes besides, which wins over the usual", () => {
  const acme = createAcme("https://acme.example", {
    authorizeParameters: { prompt: "consent", response_type: "code id_token", audience: "all" },
    authorizeParametersFor: ({ endpoints, params }) => ({ audience: `${endpoints.api}/${params.shop}` }),
  });
  expect(parse(buildAuthorizationUrl(acme, { ...request, params: { shop: "one" } }))).toMatchObject({
    prompt: "consent",
    response_type: "code id_token",
    audience: "https://acme.example/api/one",
    client_id: "acme-client",
  });
});
