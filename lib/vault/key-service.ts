import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from "@aws-sdk/client-kms";
import { retry } from "../retry.ts";
import type { KeyBucket } from "../store/data-keys.ts";
import { isOutage } from "./outage.ts";

/** Creates and unwraps data keys. Both calls retry outages until the signal aborts, then throw the SDK's error. */
export interface KeyService {
  generate(bucket: KeyBucket, signal: AbortSignal): Promise<{ plaintext: Buffer; wrapped: Uint8Array }>;
  unwrap(wrapped: Uint8Array, bucket: KeyBucket, signal: AbortSignal): Promise<Buffer>;
}

interface RetrySettings {
  readonly maxAttempts: number;
  /** Longest wait before the first retry, in milliseconds; it doubles with each attempt. */
  readonly baseMs: number;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
}

export interface KeyServiceOptions {
  /** Must have `maxAttempts: 1` and a request timeout: retries are made here. */
  readonly client: KMSClient;
  /** Key id, ARN or alias. */
  readonly keyId: string;
  readonly stage: string;
  readonly retries?: Partial<RetrySettings>;
}

/**
 * Data keys wrapped by one KMS key. Stage, purpose, provider and bucket are the encryption context, which IAM conditions
 * can check.
 */
export function createKeyService({ client, keyId, stage, retries }: KeyServiceOptions): KeyService {
  const { maxAttempts, baseMs, random } = { maxAttempts: 6, baseMs: 100, random: Math.random, ...retries };
  const delayMs = (attempt: number) => random() * baseMs * 2 ** (attempt - 1);
  // Not the SDK's retries: their waits after throttling start at up to one second and continue after an abort.
  const retryOptions = { maxAttempts, delayMs, isRetryable: isOutage };
  const context = ({ purpose, provider, bucket }: KeyBucket) => ({
    EncryptionContext: { stage, purpose, provider, bucket: String(bucket) },
  });
  return {
    async generate(bucket, signal) {
      const command = new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: "AES_256", ...context(bucket) });
      const answer = await retry(() => client.send(command, { abortSignal: signal }), { ...retryOptions, signal });
      if (!answer.CiphertextBlob) throw new TypeError("The key service sent no wrapped key.");
      return { plaintext: toDataKey(answer.Plaintext), wrapped: answer.CiphertextBlob };
    },
    async unwrap(wrapped, bucket, signal) {
      // With `KeyId`, KMS rejects a data key that was wrapped by another key.
      const command = new DecryptCommand({ KeyId: keyId, CiphertextBlob: wrapped, ...context(bucket) });
      const answer = await retry(() => client.send(command, { abortSignal: signal }), { ...retryOptions, signal });
      return toDataKey(answer.Plaintext);
    },
  };
}

function toDataKey(plaintext: Uint8Array | undefined): Buffer {
  if (plaintext?.length !== 32) throw new TypeError("The key service sent no 256-bit key.");
  return Buffer.from(plaintext.buffer, plaintext.byteOffset, plaintext.byteLength);
}
