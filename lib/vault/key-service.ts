import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from "@aws-sdk/client-kms";
import { retry } from "../retry.ts";
import type { KeyBucket } from "../store/data-keys.ts";
import { isOutage } from "./outage.ts";

/** Makes and unwraps data keys. Both calls retry an outage until the signal ends them, then throw the SDK's error. */
export interface KeyService {
  generate(bucket: KeyBucket, signal: AbortSignal): Promise<{ plaintext: Buffer; wrapped: Uint8Array }>;
  unwrap(wrapped: Uint8Array, bucket: KeyBucket, signal: AbortSignal): Promise<Buffer>;
}

interface RetrySettings {
  readonly maxAttempts: number;
  /** The first pause is at most this long, each further one at most twice the one before. */
  readonly baseMs: number;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
}

export interface KeyServiceOptions {
  /** With `maxAttempts: 1` and a request timeout: the retries are made here. */
  readonly client: KMSClient;
  /** Key id, ARN or alias. */
  readonly keyId: string;
  readonly stage: string;
  readonly retries?: Partial<RetrySettings>;
}

/** Data keys under one KMS key, each bound to stage, purpose, provider and bucket, which IAM conditions can name. */
export function createKeyService({ client, keyId, stage, retries }: KeyServiceOptions): KeyService {
  const { maxAttempts, baseMs, random } = { maxAttempts: 6, baseMs: 100, random: Math.random, ...retries };
  const delayMs = (attempt: number) => random() * baseMs * 2 ** (attempt - 1);
  // The SDK's own retries would not do: its pauses after throttling start at up to a second and outlive an abort.
  const retried = { maxAttempts, delayMs, isRetryable: isOutage };
  const context = ({ purpose, provider, bucket }: KeyBucket) => ({
    EncryptionContext: { stage, purpose, provider, bucket: String(bucket) },
  });
  return {
    async generate(bucket, signal) {
      const command = new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: "AES_256", ...context(bucket) });
      const answer = await retry(() => client.send(command, { abortSignal: signal }), { ...retried, signal });
      if (!answer.CiphertextBlob) throw new TypeError("The key service sent no wrapped key.");
      return { plaintext: toDataKey(answer.Plaintext), wrapped: answer.CiphertextBlob };
    },
    async unwrap(wrapped, bucket, signal) {
      // Naming the key refuses a row whose key was wrapped under somebody else's.
      const command = new DecryptCommand({ KeyId: keyId, CiphertextBlob: wrapped, ...context(bucket) });
      const answer = await retry(() => client.send(command, { abortSignal: signal }), { ...retried, signal });
      return toDataKey(answer.Plaintext);
    },
  };
}

function toDataKey(plaintext: Uint8Array | undefined): Buffer {
  if (plaintext?.length !== 32) throw new TypeError("The key service sent no 256-bit key.");
  return Buffer.from(plaintext.buffer, plaintext.byteOffset, plaintext.byteLength);
}
