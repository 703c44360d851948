// Keys as servers read them. The thumbprints of the sample keys were computed in another language (RFC 7638), not with the code under test.
import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { computeThumbprint, type SigningAlgorithm, toPublicJwk } from "../../lib/oauth/public-jwk.ts";

/** The published keys of https://hl7.org/fhir/smart-app-launch/authorization-example-jwks-and-signatures.html */
const rsa = {
  kty: "RSA",
  n: "wJq2RHIA-7RT6q4go7wjcbHdW7ck7Kz22A8wf-kN7Wi5CWvhFG2_Y7nQp1lDpb2IKMQr-Q4n_vgJ6d5rWPspJpSPY7iffUK4ipQCEbzID5DJ6fQMBZOfCTXyxkuMh3jYGKEF3Ziw2oxbM1H9j-eJAPtrj5stUG6kVoXowegdox-bSjWP0iI5PnkwUNzcekLMug4M3LRluEQgGR9O_BAML6-w3igZ_rZA_gunyrLAMbfmCVaceW5ohLp679kyM7U6W2gDK_NbkDKcINUakVmPeoG5h8RzgGzvGrySR0k0VDFiZv60Ua07DqHTeDGH9e4NV07AECae-oykIj5NDCs3pw",
  e: "AQAB",
} as const;
const ec = {
  kty: "EC",
  crv: "P-384",
  x: "pyqburM9y8HPcFhNosDW6ngoVEJitqXi_HJgI5hYqX21PoFDwCbYirGy_o0oapIU",
  y: "95bxkCnMKoHvgbcPAIAcgzzu8scd81mXfM_IzuJFNfkUNkGYBFGvuEU1KPi5j1ob",
} as const;
const thumbprints = {
  RS384: "I99tVmIhN2uhvx12lO4Zrjk9OhGDH6LvIyYALIZivws",
  ES384: "gpusNZnFRvG96B1APEttC6NcJetjhM0q2LJagnlW6Tc",
};

type Key = Parameters<typeof toDer>[0];
const toDer = (key: typeof rsa | typeof ec) =>
  createPublicKey({ key, format: "jwk" }).export({ format: "der", type: "spki" });

test.each<[SigningAlgorithm, Key]>([
  ["RS384", rsa],
  ["ES384", ec],
])("publishes a key of %s for signatures, named by its thumbprint, and nothing else of it", (alg, key) => {
  expect(toPublicJwk(toDer(key), alg)).toEqual({ ...key, alg, use: "sig", kid: thumbprints[alg] });
});

test("names an elliptic key by the members that RFC 7638 requires, whatever else it has and in any order", () => {
  const { kty, crv, x, y } = ec;
  expect(computeThumbprint({ ...{ use: "sig", kid: "other" }, y, x, kty, crv })).toBe(thumbprints.ES384);
});

const otherKeys = {
  "P-256": () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
  "P-521": () => generateKeyPairSync("ec", { namedCurve: "P-521" }),
  Ed25519: () => generateKeyPairSync("ed25519"),
};
const makeOther = (kind: keyof typeof otherKeys) => otherKeys[kind]().publicKey.export({ format: "der", type: "spki" });

test.each<[SigningAlgorithm, string, Buffer]>([
  ["RS384", "P-384", toDer(ec)],
  ["ES384", "RSA", toDer(rsa)],
  ["ES384", "P-256", makeOther("P-256")],
  ["ES384", "P-521", makeOther("P-521")],
  ["ES384", "Ed25519", makeOther("Ed25519")],
  ["RS384", "Ed25519", makeOther("Ed25519")],
])("does not sign %s with a key of %s", (alg, _, der) => {
  expect(() => toPublicJwk(der, alg)).toThrow(TypeError);
});

test("does not take bytes that are no key", () => {
  expect(() => toPublicJwk(new Uint8Array(), "RS384")).toThrow();
});
