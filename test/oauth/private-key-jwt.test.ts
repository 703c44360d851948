// Our client against a strict authorization server: the sandbox EHR, which reads our published keys over HTTP.
import "../http/lambda-environment.ts";
import { createPublicKey } from "node:crypto";
import { decodeJwt, SignJWT } from "jose";
import * as oauth from "oauth4webapi";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startProvider } from "../../infra/local/sandbox/start.ts";
import { createAcme } from "../support/acme-provider.ts";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { answerSigning, createSigningKey } from "../support/signing-keys.ts";
import { json, startTestServer } from "../support/test-server.ts";

process.env.SIGNING_KEYS = "alias/patchbay-test-ehr";
const aws = await startAwsStandIn();
const { createClientAuth } = await import("../../lib/oauth/client-auth.ts");
const { listPublicKeys } = await import("../../lib/oauth/signing-keys.ts");
const { findProviderError } = await import("../../lib/http/provider-error.ts");

const keySet = await startTestServer();
const ehr = await startProvider("epic", 0);
afterAll(() => Promise.all([aws.close(), keySet.close(), ehr.close()]));

const aliases = new Map<string, ReturnType<typeof createSigningKey>>();
const rsa = createSigningKey("rs384");
for (const [kind, key] of [
  ["rs384", rsa],
  ["es384", createSigningKey("es384")],
] as const)
  aliases.set(`alias/patchbay-test-ehr-${kind}-current`, key);

const token = `${ehr.url}/interconnect-fhir-oauth/oauth2/token`;
const clientId = "sandbox-epic-client-backend";

beforeAll(async () => {
  answerSigning(aws, aliases);
  keySet.play = json({ keys: await listPublicKeys() });
  const behaviour = JSON.stringify({ receiver: keySet.url });
  await fetch(`${ehr.url}/_sandbox/behaviour`, { method: "PUT", body: behaviour });
});
beforeEach(() => answerSigning(aws, aliases));

type Algorithm = "RS384" | "ES384";

async function ask(signingAlgorithm: Algorithm) {
  const provider = createAcme(ehr.url, { clientAuth: "private-key-jwt", signingAlgorithm });
  const server = { issuer: ehr.url, token_endpoint: token };
  const parameters = new URLSearchParams({ scope: "system/Patient.rs" });
  return oauth.clientCredentialsGrantRequest(
    server,
    { client_id: clientId },
    createClientAuth(provider, ""),
    parameters,
    {
      [oauth.allowInsecureRequests]: true,
    },
  );
}

describe.each(["RS384", "ES384"] as const)("an assertion with %s", (algorithm) => {
  test("gets a token of five minutes for what was asked", async () => {
    const answer = await ask(algorithm);
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { access_token: expect.any(String), token_type: "Bearer", expires_in: 300, scope: "system/Patient.rs" },
    ]);
  });
});

test("finds patients with the token", async () => {
  const { access_token } = (await (await ask("ES384")).json()) as { access_token: string };
  const answer = await fetch(`${ehr.url}/interconnect-fhir-oauth/api/FHIR/R4/Patient/_search`, {
    method: "POST",
    headers: { authorization: `Bearer ${access_token}` },
    body: new URLSearchParams({ phone: "469-555-5555" }),
  });
  expect(await answer.json()).toMatchObject({ total: 1, entry: [{ resource: { id: "p-1" } }] });
});

test("the server would notice a used assertion, another audience, a long life and an unknown key", async () => {
  const claims = { iss: clientId, sub: clientId, aud: token, jti: "fake-1", exp: Math.floor(Date.now() / 1000) + 60 };
  const [first] = await listPublicKeys();
  const send = async (change: object, kid = first?.kid ?? "") => {
    const assertion = await new SignJWT({ ...claims, ...change })
      .setProtectedHeader({ alg: "RS384", kid, typ: "JWT" })
      .sign(rsa.privateKey);
    const form = {
      grant_type: "client_credentials",
      scope: "system/Patient.rs",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: assertion,
    };
    return (await fetch(token, { method: "POST", body: new URLSearchParams(form) })).status;
  };
  const far = Math.floor(Date.now() / 1000) + 3600;
  expect(createPublicKey(rsa.publicKey.export({ format: "pem", type: "spki" })).asymmetricKeyType).toBe("rsa");
  expect([
    await send({}),
    await send({}),
    await send({ jti: "fake-2", aud: "https://elsewhere.example.com/token" }),
    await send({ jti: "fake-3", aud: ehr.url }),
    await send({ jti: "fake-4", exp: far }),
    await send({ jti: "fake-5" }, "unknown"),
  ]).toEqual([200, 401, 401, 401, 401, 401]);
});

test("a key service that is out, and a key that is missing, send nothing", async () => {
  const seen: string[] = [];
  const countSent = async (algorithm: Algorithm) => {
    const before = seen.length;
    const error = await ask(algorithm).catch((thrown: unknown) => thrown);
    return [findProviderError(error)?.kind, seen.length - before];
  };
  aws.on("Sign", () => json({ __type: "KMSInternalException" }, 500));
  expect(await countSent("ES384")).toEqual(["transient", 0]);
  aliases.delete("alias/patchbay-test-ehr-es384-current");
  aws.on("Sign", () => json({ __type: "NotFoundException" }, 400));
  expect(await countSent("ES384")).toEqual(["config", 0]);
});

test("no assertion outlives five minutes", async () => {
  const { createClientAssertion } = await import("../../lib/oauth/client-assertion.ts");
  const { createKmsSigner } = await import("../../lib/oauth/signing-keys.ts");
  const assertion = await createClientAssertion({ clientId, audience: token }, createKmsSigner("RS384"), () => 1000);
  expect(decodeJwt(assertion)).toMatchObject({ aud: token, iat: 1000, exp: 1240 });
});
