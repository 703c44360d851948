// What we ask of the key service, and what happens when it does not give what it should.
import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import type { SigningAlgorithm } from "../../lib/oauth/public-jwk.ts";
import { awsError, startAwsStandIn } from "../support/aws-stand-in.ts";
import { answerSigning, createSigningKey } from "../support/signing-keys.ts";
import { json } from "../support/test-server.ts";

process.env.SIGNING_KEYS = "alias/patchbay-unit-ehr";
const aws = await startAwsStandIn();
afterAll(aws.close);

const rsa = createSigningKey("rs384");
const ec = createSigningKey("es384");
const aliases = new Map<string, typeof rsa>();
const text = new TextEncoder().encode("to be signed");
const listAsked = (operation: string) => aws.calls.filter((call) => call.operation === operation);

/** With an empty cache of keys. */
async function load() {
  vi.resetModules();
  const { createKmsSigner, listPublicKeys } = await import("../../lib/oauth/signing-keys.ts");
  return { sign: (algorithm: SigningAlgorithm) => createKmsSigner(algorithm).sign(() => text), listPublicKeys };
}

beforeEach(() => {
  aws.forget();
  aliases.clear();
  aliases.set("alias/patchbay-unit-ehr-rs384-current", rsa);
  aliases.set("alias/patchbay-unit-ehr-es384-current", ec);
  answerSigning(aws, aliases);
});

test.each([
  ["RS384", "rs384", "RSASSA_PKCS1_V1_5_SHA_384", 256],
  ["ES384", "es384", "ECDSA_SHA_384", 96],
] as const)(
  "signs the message itself with %s, by the alias of the current key",
  async (algorithm, name, spec, size) => {
    const { sign } = await load();
    const { signed, signature } = await sign(algorithm);
    expect([Buffer.from(signed).toString(), signature.length]).toEqual(["to be signed", size]);
    expect(listAsked("Sign").map(({ input }) => input)).toEqual([
      {
        KeyId: `alias/patchbay-unit-ehr-${name}-current`,
        Message: Buffer.from(text).toString("base64"),
        MessageType: "RAW",
        SigningAlgorithm: spec,
      },
    ]);
  },
);

test("reads a key once for many signatures", async () => {
  const { sign } = await load();
  await sign("RS384");
  await sign("RS384");
  expect([listAsked("GetPublicKey").length, listAsked("Sign").length]).toEqual([1, 2]);
});

test("publishes the current, next and previous key of each algorithm", async () => {
  const others = new Map([
    ["alias/patchbay-unit-ehr-rs384-next", createSigningKey("rs384")],
    ["alias/patchbay-unit-ehr-rs384-previous", createSigningKey("rs384")],
    ["alias/patchbay-unit-ehr-es384-next", createSigningKey("es384")],
    ["alias/patchbay-unit-ehr-es384-previous", createSigningKey("es384")],
  ]);
  for (const [alias, key] of others) aliases.set(alias, key);
  const { listPublicKeys } = await load();
  const published = await listPublicKeys();
  expect(published.map(({ alg }) => alg)).toEqual(["RS384", "RS384", "RS384", "ES384", "ES384", "ES384"]);
  expect(new Set(published.map(({ kid }) => kid)).size).toBe(6);
  expect(new Set(listAsked("GetPublicKey").map(({ input }) => input.KeyId))).toEqual(new Set(aliases.keys()));
});

test("publishes a key once that several aliases stand for, and none for an alias that does not exist", async () => {
  aliases.set("alias/patchbay-unit-ehr-es384-previous", ec);
  const { listPublicKeys } = await load();
  expect((await listPublicKeys()).map(({ alg }) => alg)).toEqual(["RS384", "ES384"]);
});

test("publishes nothing before an operator has made keys", async () => {
  aliases.clear();
  const { listPublicKeys } = await load();
  expect(await listPublicKeys()).toEqual([]);
});

test("is not configured before an operator has made a key, and asks for no signature", async () => {
  aliases.clear();
  const { sign } = await load();
  await expect(sign("ES384")).rejects.toMatchObject({ name: "Problem", code: "not_configured" });
  expect(listAsked("Sign")).toEqual([]);
});

test("is not configured when the key is taken away between reading and signing", async () => {
  aws.on("Sign", () => awsError("NotFoundException"));
  const { sign } = await load();
  await expect(sign("ES384")).rejects.toMatchObject({
    ...{ name: "Problem", code: "not_configured" },
    message: "There is no signing key yet. An operator has to make one.",
  });
});

const isUnavailable = { name: "Problem", code: "provider_unavailable", retryAfter: 5 };

test("is unavailable while public keys cannot be read, to signers and to readers of the set", async () => {
  aws.on("GetPublicKey", () => awsError("AccessDeniedException"));
  const { sign, listPublicKeys } = await load();
  const causedByKms = { ...isUnavailable, cause: { name: "AccessDeniedException" } };
  await expect(sign("RS384")).rejects.toMatchObject(causedByKms);
  await expect(listPublicKeys()).rejects.toMatchObject(causedByKms);
});

test("is unavailable when a key is none of its algorithm, or comes without its bytes", async () => {
  aliases.set("alias/patchbay-unit-ehr-rs384-current", ec);
  const { sign } = await load();
  await expect(sign("RS384")).rejects.toMatchObject(isUnavailable);
  aws.on("GetPublicKey", () => json({ KeyId: rsa.arn }));
  await expect(sign("RS384")).rejects.toMatchObject(isUnavailable);
});

test("asks three times while the key service fails", async () => {
  aws.on("Sign", () => awsError("KMSInternalException", 500));
  const { sign } = await load();
  await expect(sign("RS384")).rejects.toMatchObject(isUnavailable);
  expect(listAsked("Sign")).toHaveLength(3);
});

test.each([
  ["by another key each time", { KeyId: "arn:other", Signature: "AAAA" }],
  ["without a signature", { KeyId: rsa.arn }],
])("gives up after signing twice when the answer comes %s", async (_, signed) => {
  aws.on("Sign", () => json(signed));
  const { sign } = await load();
  await expect(sign("RS384")).rejects.toMatchObject(isUnavailable);
  expect([listAsked("GetPublicKey").length, listAsked("Sign").length]).toEqual([2, 2]);
});
