// Which client we are at a provider, and what the provider is to the protocol's library.
import { afterAll, beforeEach, expect, test } from "vitest";
import { logged } from "../http/lambda-environment.ts";
import { createAcme } from "../support/acme-provider.ts";
import { configureProviders, startAwsStandIn } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";

const aws = await startAwsStandIn();
const { createTokenHeader, readClient, readClientId, toAuthorizationServer } = await import(
  "../../lib/oauth/client.ts"
);
afterAll(() => aws.close());

const origin = "https://acme.example";
const acme = createAcme(origin);
const isNotConfigured = expect.objectContaining({
  code: "not_configured",
  message: "Acme OAuth not configured. Please contact administrator.",
});
const listOperations = () => aws.calls.map(({ operation }) => operation);

beforeEach(() => {
  aws.forget();
  logged.length = 0;
  configureProviders(aws, { acme: "stored-client", globex: "globex-client" }, "stored-secret");
});

test("is the client whose id and secret the operator has stored", async () => {
  expect(await readClientId(acme)).toBe("stored-client");
  expect(await readClient(acme)).toEqual({ clientId: "stored-client", clientSecret: "stored-secret" });
});

test("is the client that a definition names, whatever is stored", async () => {
  const named = createAcme(origin, { clientId: "named-client" });
  expect(await readClientId(named)).toBe("named-client");
  expect(await readClient(named)).toEqual({ clientId: "named-client", clientSecret: "stored-secret" });
});

test("is not configured at a provider without a client id", async () => {
  const other = createAcme(origin, { id: "initech" });
  await expect(readClientId(other)).rejects.toThrow(isNotConfigured);
  await expect(readClient(other)).rejects.toThrow(isNotConfigured);
});

test("is not configured without a secret, and counts that for the provider", async () => {
  aws.on("GetSecretValue", () => json({ __type: "ResourceNotFoundException" }, 400));
  await expect(readClient(createAcme(origin, { id: "globex" }))).rejects.toThrow(isNotConfigured);
  const lines = logged.map((line) => JSON.parse(line)).filter((line) => "SecretMissing" in line);
  expect(lines).toEqual([expect.objectContaining({ SecretMissing: 1, provider: "globex" })]);
});

test("has no secret where it signs, and asks for none", async () => {
  const signing = createAcme(origin, { clientAuth: "private-key-jwt", id: "globex" });
  expect(await readClient(signing)).toEqual({ clientId: "globex-client", clientSecret: "" });
  expect(listOperations()).not.toContain("GetSecretValue");
});

test("knows a provider's addresses, with the origin of its consent page as its issuer", () => {
  expect(toAuthorizationServer(acme)).toEqual({
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    authorization_response_iss_parameter_supported: false,
    revocation_endpoint: `${origin}/revoke`,
  });
});

test("knows a provider's own issuer, whether it must send it, and another token endpoint", () => {
  const { revoke: _none, ...endpoints } = acme.endpoints;
  const strict = createAcme(origin, { issuer: "https://issuer.example", requireIss: true, endpoints });
  expect(toAuthorizationServer(strict, `${origin}/refresh`)).toStrictEqual({
    issuer: "https://issuer.example",
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/refresh`,
    authorization_response_iss_parameter_supported: true,
  });
});

test("carries an access token as RFC 6750 says, or in the provider's own header alone", () => {
  expect(createTokenHeader(acme, "at-1")).toEqual({ authorization: "Bearer at-1" });
  expect(createTokenHeader(createAcme(origin, { tokenHeader: "x-acme-token" }), "at-1")).toEqual({
    "x-acme-token": "at-1",
  });
});
