// The data keys under which the recorded rows are sealed. They follow from their names: no secret, and for these fixtures alone.
import { createHash } from "node:crypto";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { EncryptCommand } from "@aws-sdk/client-kms";
import type { KeyBucket } from "../../../lib/store/data-keys.ts";
import type { KeyService } from "../../../lib/vault/key-service.ts";
import { dynamodb, kms, tableName } from "../../support/aws.ts";

/** Not the first one: what is recorded names it. */
const version = 7;

const fixtureKey = ({ purpose, provider, bucket }: KeyBucket): Buffer =>
  createHash("sha256").update(`compatibility fixture, not a secret: ${purpose}/${provider}/${bucket}`).digest();

/** A key service that knows the wrapped keys of the fixtures, each under its own bucket only. */
export function fixtureKeyService(bucketOfWrapped: (wrapped: Uint8Array) => KeyBucket | undefined): KeyService {
  return {
    generate: () => Promise.reject(new Error("The fixtures are only read.")),
    async unwrap(wrapped, asked) {
      const bucket = bucketOfWrapped(wrapped);
      const isRight = bucket?.purpose === asked.purpose && bucket.provider === asked.provider;
      if (!isRight || bucket.bucket !== asked.bucket) throw new Error("This key was wrapped for another bucket.");
      return fixtureKey(bucket);
    },
  };
}

/** Puts a bucket's fixture key into the cloud under test, wrapped by its own KMS under the context that Lambdas use. */
export async function plantFixtureKey(bucket: KeyBucket): Promise<void> {
  const { purpose, provider } = bucket;
  const { CiphertextBlob } = await kms().send(
    new EncryptCommand({
      KeyId: "alias/patchbay-test",
      Plaintext: fixtureKey(bucket),
      EncryptionContext: { stage: "test", purpose, provider, bucket: String(bucket.bucket) },
    }),
  );
  const Item = {
    pk: { S: `key#${purpose}#${provider}#${bucket.bucket}` },
    sk: { S: `v#${String(version).padStart(6, "0")}` },
    wrapped: { B: CiphertextBlob ?? new Uint8Array() },
    createdAt: { N: String(Math.floor(Date.now() / 1000)) },
  };
  await dynamodb().send(new PutItemCommand({ TableName: tableName("connections"), Item }));
}
