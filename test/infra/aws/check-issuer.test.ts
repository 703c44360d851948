import { expect, test } from "vitest";
import { checkIssuers } from "../../../infra/aws/check-issuer.ts";
import { exampleStage } from "../support/synthesized.ts";

const issuer = "https://id.example.com/";
const address = "https://id.example.com/.well-known/openid-configuration";
const keys = "https://id.example.com/keys";
const rsa = { keys: [{ kty: "RSA", use: "sig", kid: "1" }] };

/** What the identity provider publishes, by address; anything else is not found. */
const publish =
  (documents: Record<string, unknown>): typeof fetch =>
  async (input) => {
    const document = documents[String(input)];
    if (document instanceof Error) throw document;
    return document === undefined ? new Response("", { status: 404 }) : new Response(JSON.stringify(document));
  };

const { jwt } = exampleStage;
const check = (documents: Record<string, unknown>, change: Partial<(typeof jwt)[0]> = {}) =>
  checkIssuers({ jwt: [{ ...jwt[0], ...change }], pubsub: undefined }, publish(documents)).then(
    () => "accepted",
    (error: Error) => error.message,
  );

test("accepts an issuer that publishes its own name and a key", async () => {
  expect(await check({ [address]: { issuer, jwks_uri: keys }, [keys]: rsa })).toBe("accepted");
});

test.each([
  [
    "a slash too few",
    { [address]: { issuer: "https://id.example.com", jwks_uri: keys }, [keys]: rsa },
    `jwt.issuer is "${issuer}", but ${address} names the issuer "https://id.example.com": they must be the same, character by character.`,
  ],
  ["another path", {}, `jwt.issuer: ${address} answers 404; is the address right?`],
  [
    "an unknown host",
    { [address]: new TypeError("fetch failed") },
    `jwt.issuer: ${address} cannot be reached; is the address right?`,
  ],
  [
    "a page in place of the document",
    { [address]: "<html>" },
    `jwt.issuer: ${address} is not what an identity provider publishes there; is the address right?`,
  ],
  [
    "keys that are gone",
    { [address]: { issuer, jwks_uri: keys } },
    `jwt.issuer: ${keys} answers 404; is the address right?`,
  ],
  [
    "keys of another kind",
    { [address]: { issuer, jwks_uri: keys }, [keys]: { keys: [{ kty: "EC", use: "sig" }] } },
    `jwt.issuer: ${keys} has no RSA key to check signatures with; is the algorithm right?`,
  ],
  [
    "keys for encryption only",
    { [address]: { issuer, jwks_uri: keys }, [keys]: { keys: [{ kty: "RSA", use: "enc" }] } },
    `jwt.issuer: ${keys} has no RSA key to check signatures with; is the algorithm right?`,
  ],
])("says in one sentence what is wrong: %s", async (_, documents, sentence) => {
  expect(await check(documents)).toBe(sentence);
});

test("wants a key of the algorithm that the stage names", async () => {
  const documents = { [address]: { issuer, jwks_uri: keys }, [keys]: { keys: [{ kty: "EC" }] } };
  expect(await check(documents, { algorithm: "ES256" })).toBe("accepted");
});

test("asks nobody where tokens are signed with a shared secret", async () => {
  expect(await check({}, { algorithm: "HS256" })).toBe("accepted");
});

test("checks the issuer of push subscriptions too", async () => {
  const pubsub = {
    topic: "projects/a/topics/b",
    audience: "a",
    serviceAccount: "push@a.example.com",
    issuer: "https://push.example.com",
    jwks: "https://push.example.com/keys",
  };
  const documents = { [address]: { issuer, jwks_uri: keys }, [keys]: rsa };
  await expect(checkIssuers({ jwt, pubsub }, publish(documents))).rejects.toThrow(
    "pubsub.issuer: https://push.example.com/.well-known/openid-configuration answers 404",
  );
});
