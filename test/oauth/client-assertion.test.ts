// Client assertions: the published vectors, and that others' verifiers accept what KMS signs for us.
import "../http/lambda-environment.ts";
import { createPublicKey, verify } from "node:crypto";
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { fc } from "../support/properties.ts";
import { answerSigning, createSigningKey } from "../support/signing-keys.ts";

process.env.SIGNING_KEYS = "alias/patchbay-test-ehr";
const aws = await startAwsStandIn();
afterAll(aws.close);
const { createClientAssertion } = await import("../../lib/oauth/client-assertion.ts");
const { toRawSignature } = await import("../../lib/oauth/ecdsa-signature.ts");
const { computeThumbprint } = await import("../../lib/oauth/public-jwk.ts");

/** RFC 7638 section 3.1. */
const rfcKey = {
  kty: "RSA",
  n: "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
  e: "AQAB",
  alg: "RS256",
  kid: "2011-04-29",
} as const;

test("names a key by the thumbprint of RFC 7638", () => {
  expect(computeThumbprint(rfcKey)).toBe("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
});

/** The published keys and signatures of https://hl7.org/fhir/smart-app-launch/authorization-example-jwks-and-signatures.html */
const samples = [
  {
    alg: "RS384",
    header: "eyJhbGciOiJSUzM4NCIsImtpZCI6ImVlZTlmMTdhM2I1OThmZDg2NDE3YTk4MGI1OTFmYmU2IiwidHlwIjoiSldUIn0",
    signature:
      "D5kAqNJwaftCqsRdVVQDq6dMBxuGFOF5svQJuXbcYp-oEyg5qOwK9ZE5cGLTHxqwfpUPNzRKgVdIGuhawAA-8g0s1nKQae8CuKs33hhKh4J34xSEwW3MYs1gwI4GHTtR_g3kYSX6QCi14Ed3GIAvYFgqRqt-gD7sewMUXL4SB8I8cXcDbCqVizm7uPVhjw6QaeKZygJJ_AVLhM4Xs9LTy4HAhdCHpN0FrNmCerUIYJvHDpcod7A0jDmxdoeW1KIBYlhdhQNwjtsTvT1ce4qacN_3KIv_fIzCKLIgDv9eWxkjAtxOmIm8aW5gX9xX7X0nbd0QglIyiic_bZVNNEh0kg",
    key: {
      kty: "RSA",
      n: "wJq2RHIA-7RT6q4go7wjcbHdW7ck7Kz22A8wf-kN7Wi5CWvhFG2_Y7nQp1lDpb2IKMQr-Q4n_vgJ6d5rWPspJpSPY7iffUK4ipQCEbzID5DJ6fQMBZOfCTXyxkuMh3jYGKEF3Ziw2oxbM1H9j-eJAPtrj5stUG6kVoXowegdox-bSjWP0iI5PnkwUNzcekLMug4M3LRluEQgGR9O_BAML6-w3igZ_rZA_gunyrLAMbfmCVaceW5ohLp679kyM7U6W2gDK_NbkDKcINUakVmPeoG5h8RzgGzvGrySR0k0VDFiZv60Ua07DqHTeDGH9e4NV07AECae-oykIj5NDCs3pw",
      e: "AQAB",
    },
  },
  {
    alg: "ES384",
    header: "eyJhbGciOiJFUzM4NCIsImtpZCI6ImNkNTIwMjExZTU2NjFkYmJhMjI1NmY2N2Y2ZDUzZjk3IiwidHlwIjoiSldUIn0",
    signature:
      "ddl5N8dt5PYI_7syKg_dm1wj1LR3dYVztFlTODs6pU1vKH1Zv3d9NctbnAsZ4aZ1K7HE83_fA_hIAL0JsU1GoB7roLmrpj8zfygG9Q1ZBAmKNoR60pyONPZsGTihoR29",
    key: {
      kty: "EC",
      crv: "P-384",
      x: "pyqburM9y8HPcFhNosDW6ngoVEJitqXi_HJgI5hYqX21PoFDwCbYirGy_o0oapIU",
      y: "95bxkCnMKoHvgbcPAIAcgzzu8scd81mXfM_IzuJFNfkUNkGYBFGvuEU1KPi5j1ob",
    },
  },
] as const;

const sampleClaims =
  "eyJpc3MiOiJodHRwczovL2JpbGktbW9uaXRvci5leGFtcGxlLmNvbSIsInN1YiI6Imh0dHBzOi8vYmlsaS1tb25pdG9yLmV4YW1wbGUuY29tIiwiYXVkIjoiaHR0cHM6Ly9hdXRob3JpemUuc21hcnRoZWFsdGhpdC5vcmcvdG9rZW4iLCJleHAiOjE0MjI1Njg4NjAsImp0aSI6InJhbmRvbS1ub24tcmV1c2FibGUtand0LWlkLTEyMyJ9";

test.each(samples)("the sample assertion of $alg has the signature form that we send", ({ header, key, signature }) => {
  const publicKey = createPublicKey({ key, format: "jwk" });
  const signed = Buffer.from(`${header}.${sampleClaims}`);
  const raw = { key: publicKey, dsaEncoding: "ieee-p1363" } as const;
  expect(verify("sha384", signed, raw, Buffer.from(signature, "base64url"))).toBe(true);
});

describe("an ECDSA signature", () => {
  const number = fc.uint8Array({ minLength: 48, maxLength: 48 }).filter((bytes) => bytes.some((byte) => byte !== 0));

  test("has the same numbers in DER and side by side", () => {
    fc.assert(
      fc.property(number, number, (r, s) => {
        expect(Buffer.from(toRawSignature(toDer(r, s), 48))).toEqual(Buffer.concat([r, s]));
      }),
    );
  });

  test("is refused when it is cut, longer, or has larger numbers", () => {
    const der = toDer(Buffer.alloc(48, 0x7f), Buffer.alloc(48, 0xff));
    const bad = [der.subarray(1), der.subarray(0, -1), Buffer.concat([der, Buffer.of(0)]), Buffer.alloc(0)];
    for (const one of bad) expect(() => toRawSignature(one, 48)).toThrow(TypeError);
    expect(() => toRawSignature(der, 47)).toThrow(TypeError);
  });
});

/** SEQUENCE { r INTEGER, s INTEGER }. */
function toDer(...numbers: readonly Uint8Array[]): Buffer {
  const integers = numbers.map((bytes) => {
    const digits = bytes.subarray(bytes.findIndex((byte) => byte !== 0));
    const content = (digits[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.of(0), digits]) : digits;
    return Buffer.concat([Buffer.of(2, content.length), content]);
  });
  const body = Buffer.concat(integers);
  return Buffer.concat([
    Buffer.of(0x30),
    body.length > 127 ? Buffer.of(0x81, body.length) : Buffer.of(body.length),
    body,
  ]);
}

const request = { clientId: "fake-client", audience: "https://ehr.example.com/oauth2/token" };

const kinds = ["rs384", "es384"] as const;
const keys = new Map<string, ReturnType<typeof createSigningKey>>(
  kinds.flatMap((kind) => ["a", "b", "c"].map((name) => [`${kind}-${name}`, createSigningKey(kind)] as const)),
);
const aliases = new Map<string, ReturnType<typeof createSigningKey>>();
const pointAlias = (kind: string, slot: string, name: string) => {
  const key = keys.get(`${kind}-${name}`);
  if (key) aliases.set(`alias/patchbay-test-ehr-${kind}-${slot}`, key);
};

beforeEach(() => {
  aws.forget();
  answerSigning(aws, aliases);
  for (const kind of kinds) {
    pointAlias(kind, "current", "a");
    pointAlias(kind, "next", "b");
  }
});

describe.each([
  ["RS384", "rs384"],
  ["ES384", "es384"],
] as const)("an assertion signed with %s", (algorithm, kind) => {
  async function load() {
    const { createKmsSigner, listPublicKeys } = await import("../../lib/oauth/signing-keys.ts");
    return { sign: () => createClientAssertion(request, createKmsSigner(algorithm)), listPublicKeys };
  }

  test("is accepted with the published set, and lives for less than five minutes", async () => {
    const { sign, listPublicKeys } = await load();
    const assertion = await sign();
    const set = createLocalJWKSet({ keys: await listPublicKeys() });
    const { payload } = await jwtVerify(assertion, set, { algorithms: [algorithm], audience: request.audience });
    expect(payload).toMatchObject({
      iss: request.clientId,
      sub: request.clientId,
      jti: expect.stringMatching(/^[\w-]{36}$/),
    });
    expect((payload.exp ?? 0) - Date.now() / 1000).toBeLessThan(300);
    expect(decodeProtectedHeader(await sign())).toEqual({ alg: algorithm, kid: expect.any(String), typ: "JWT" });
  });

  test("is never the same twice", async () => {
    const { sign } = await load();
    expect(await sign()).not.toBe(await sign());
  });

  test("after a rotation is signed by the new key, which the old set already had; the old key stays published", async () => {
    const { sign, listPublicKeys } = await load();
    const [before, published] = [await sign(), await listPublicKeys()];
    pointAlias(kind, "previous", "a");
    pointAlias(kind, "current", "b");
    pointAlias(kind, "next", "c");
    const after = await sign();
    expect(decodeProtectedHeader(after).kid).not.toBe(decodeProtectedHeader(before).kid);
    const old = createLocalJWKSet({ keys: published });
    for (const assertion of [before, after]) await jwtVerify(assertion, old, { audience: request.audience });
  });
});
