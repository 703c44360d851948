// KMS's asymmetric keys for unit tests: aliases that stand for keys, and signatures in KMS's own formats.
import { generateKeyPairSync, type KeyObject, randomUUID, sign } from "node:crypto";
import { type AwsStandIn, awsError } from "./aws-stand-in.ts";
import { json } from "./test-server.ts";

interface Key {
  readonly arn: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const make = { rs384: () => generateKeyPairSync("rsa", { modulusLength: 2048 }), es384: makeP384 } as const;

function makeP384() {
  return generateKeyPairSync("ec", { namedCurve: "P-384" });
}

export function createSigningKey(kind: keyof typeof make): Key {
  return { arn: `arn:aws:kms:us-east-1:000000000000:key/${randomUUID()}`, ...make[kind]() };
}

/** Answers GetPublicKey and Sign for the keys that `aliases` has at that moment. */
export function answerSigning(aws: AwsStandIn, aliases: ReadonlyMap<string, Key>): void {
  aws.on("GetPublicKey", ({ KeyId }) => {
    const key = aliases.get(String(KeyId));
    if (key === undefined) return awsError("NotFoundException");
    const spki = key.publicKey.export({ format: "der", type: "spki" });
    return json({ KeyId: key.arn, PublicKey: spki.toString("base64") });
  });
  aws.on("Sign", ({ KeyId, Message, SigningAlgorithm }) => {
    const key = aliases.get(String(KeyId));
    if (key === undefined) return awsError("NotFoundException");
    const Signature = sign("sha384", Buffer.from(String(Message), "base64"), key.privateKey).toString("base64");
    return json({ KeyId: key.arn, Signature, SigningAlgorithm });
  });
}
