// private_key_jwt in a token request: what is sent, and what fails before anything is sent.
import "../http/lambda-environment.ts";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { Provider } from "../../lib/oauth/definition.ts";
import { client, createAcme } from "../support/acme-provider.ts";
import { awsError, startAwsStandIn } from "../support/aws-stand-in.ts";
import { answerSigning, createSigningKey } from "../support/signing-keys.ts";
import { json, startTestServer } from "../support/test-server.ts";

process.env.SIGNING_KEYS = "alias/patchbay-unit-ehr";
const aws = await startAwsStandIn();
const end = await startTestServer();
afterAll(() => Promise.all([aws.close(), end.close()]));
const { redeemRefreshToken, requestClientToken } = await import("../../lib/oauth/token-endpoint.ts");
const { revokeTokens } = await import("../../lib/oauth/revoke-call.ts");

const keys = new Map([
  ["alias/patchbay-unit-ehr-rs384-current", createSigningKey("rs384")],
  ["alias/patchbay-unit-ehr-es384-current", createSigningKey("es384")],
]);
const createSigning = (more: Partial<Provider> = {}) => createAcme(end.url, { clientAuth: "private-key-jwt", ...more });
const ask = (provider = createSigning()) => requestClientToken(provider, client, ["read"], fetch);
const readSent = () => {
  const [{ headers = {}, body = "" } = {}] = end.requests;
  const { client_assertion: assertion = "", ...form } = Object.fromEntries(new URLSearchParams(body));
  return { headers, form, header: decodeProtectedHeader(assertion), claims: decodeJwt(assertion) };
};

beforeEach(() => {
  answerSigning(aws, keys);
  end.requests.length = 0;
  end.play = json({ access_token: "at-1", token_type: "bearer" });
});

test("sends an assertion of the client for the endpoint that is asked, and no secret", async () => {
  const before = Math.floor(Date.now() / 1000);
  await ask();
  const { headers, form, header, claims } = readSent();
  expect(headers).not.toHaveProperty("authorization");
  expect(form).toEqual({
    grant_type: "client_credentials",
    scope: "read",
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
  });
  expect(header).toEqual({ alg: "RS384", kid: expect.stringMatching(/^[\w-]{43}$/), typ: "JWT" });
  const { iat = 0, exp = 0, jti, ...rest } = claims;
  expect(rest).toEqual({ iss: "acme-client", sub: "acme-client", aud: `${end.url}/token` });
  expect([Number.isInteger(iat), iat >= before, iat <= Date.now() / 1000, exp - iat]).toEqual([true, true, true, 240]);
  expect(jti).toMatch(/^[\da-f-]{36}$/);
});

test("signs with the provider's algorithm", async () => {
  await ask(createSigning({ signingAlgorithm: "ES384" }));
  expect(readSent().header).toMatchObject({ alg: "ES384" });
});

test("names the endpoint of refreshes where that is another", async () => {
  await redeemRefreshToken(createSigning(), client, "rt-1", fetch);
  expect(readSent()).toMatchObject({ form: { grant_type: "refresh_token" }, claims: { aud: `${end.url}/refresh` } });
});

test("names the token endpoint where a token is revoked", async () => {
  await revokeTokens(createSigning(), client, { accessToken: "at-1", refreshToken: "rt-1", isExpired: false }, fetch);
  expect(end.requests).toMatchObject([{ path: "/revoke" }]);
  expect(readSent()).toMatchObject({ form: { token: "rt-1" }, claims: { aud: `${end.url}/token` } });
});

test.each([
  ["there is no key", () => awsError("NotFoundException"), "config", "signing_key_missing"],
  ["the key service refuses", () => awsError("AccessDeniedException"), "transient", "signing_unavailable"],
  [
    "the signature is none",
    () => json({ KeyId: keys.get("alias/patchbay-unit-ehr-es384-current")?.arn, Signature: "AAAA" }),
    "transient",
    "signing_unavailable",
  ],
])("sends nothing when %s", async (_, play, kind, code) => {
  aws.on("Sign", play);
  const error = await ask(createSigning({ signingAlgorithm: "ES384" })).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: "ProviderError", kind, code, cause: expect.any(Error) });
  expect(end.requests).toEqual([]);
});
