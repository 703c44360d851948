// What is asked of the key service, how often, and which of its answers are taken for a key.
import type { KMSClient } from "@aws-sdk/client-kms";
import { describe, expect, test } from "vitest";
import { createKeyService, type KeyServiceOptions } from "../../lib/vault/key-service.ts";

const bucket = { purpose: "connection", provider: "slack", bucket: 7 } as const;
const { signal } = new AbortController();

/** A key service over a client that gives these answers in turn, the last one again and again. */
function play(answers: readonly (object | Error)[], retries: KeyServiceOptions["retries"] = { baseMs: 0 }) {
  const asked: { input: object; options: unknown }[] = [];
  const send = async ({ input }: { readonly input: object }, options: unknown) => {
    asked.push({ input, options });
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const client = { send } as unknown as KMSClient;
  const service = createKeyService({
    client,
    keyId: "alias/patchbay-test",
    stage: "test",
    ...(retries && { retries }),
  });
  return { asked, service };
}

const key = new Uint8Array(32).fill(7);
const wrapped = Uint8Array.of(1, 2, 3);
const throttled = Object.assign(new Error("as told"), { name: "ThrottlingException" });
const EncryptionContext = { stage: "test", purpose: "connection", provider: "slack", bucket: "7" };

describe("a new data key", () => {
  test("is asked for with 256 bits, bound to its bucket, and ends with its caller", async () => {
    const { asked, service } = play([{ Plaintext: key, CiphertextBlob: wrapped }]);
    expect(await service.generate(bucket, signal)).toEqual({ plaintext: Buffer.from(key), wrapped });
    const input = { KeyId: "alias/patchbay-test", KeySpec: "AES_256", EncryptionContext };
    expect(asked).toEqual([{ input, options: { abortSignal: signal } }]);
  });

  test("is refused without its wrapped form", async () => {
    const { service } = play([{ Plaintext: key }]);
    await expect(service.generate(bucket, signal)).rejects.toThrow("The key service sent no wrapped key.");
  });
});

describe("a wrapped data key", () => {
  test("is unwrapped by its own key only, bound to its bucket", async () => {
    const { asked, service } = play([{ Plaintext: key }]);
    expect(await service.unwrap(wrapped, bucket, signal)).toEqual(Buffer.from(key));
    const input = { KeyId: "alias/patchbay-test", CiphertextBlob: wrapped, EncryptionContext };
    expect(asked).toEqual([{ input, options: { abortSignal: signal } }]);
  });

  test("is the part of a larger buffer that the answer names", async () => {
    const { service } = play([{ Plaintext: new Uint8Array([9, ...key, 9]).subarray(1, 33) }]);
    expect(await service.unwrap(wrapped, bucket, signal)).toEqual(Buffer.from(key));
  });
});

test.each([
  ["no key", undefined],
  ["16 bytes", key.subarray(16)],
  ["33 bytes", new Uint8Array(33)],
])("an answer with %s is none", async (_, Plaintext) => {
  const { service } = play([{ Plaintext, CiphertextBlob: wrapped }]);
  const refusal = "The key service sent no 256-bit key.";
  await expect(service.generate(bucket, signal)).rejects.toThrow(refusal);
  await expect(service.unwrap(wrapped, bucket, signal)).rejects.toThrow(refusal);
});

describe("an outage", () => {
  test("is bridged by six attempts, no more", async () => {
    const patient = play([...Array.from({ length: 5 }, () => throttled), { Plaintext: key }]);
    expect(await patient.service.unwrap(wrapped, bucket, signal)).toEqual(Buffer.from(key));
    const hopeless = play([throttled]);
    await expect(hopeless.service.unwrap(wrapped, bucket, signal)).rejects.toBe(throttled);
    await expect(hopeless.service.generate(bucket, signal)).rejects.toBe(throttled);
    expect(hopeless.asked).toHaveLength(12);
  });

  test("waits twice as long before each attempt, by a random part", async () => {
    const { asked, service } = play([throttled], { maxAttempts: 4, baseMs: 40, random: () => 0.5 });
    const from = performance.now();
    await expect(service.unwrap(wrapped, bucket, signal)).rejects.toBe(throttled);
    // 20 + 40 + 80: timers may fire a millisecond early.
    expect(performance.now() - from).toBeGreaterThan(135);
    expect(asked).toHaveLength(4);
  });

  test("is not waited for once the caller has stopped", async () => {
    const { asked, service } = play([throttled], { baseMs: 60_000, random: () => 0.9 });
    const stopped = AbortSignal.timeout(20);
    await expect(service.unwrap(wrapped, bucket, stopped)).rejects.toThrow();
    await expect(service.generate(bucket, stopped)).rejects.toThrow();
    expect(asked).toHaveLength(2);
  });

  test("is told from a refusal, which is final", async () => {
    const denied = Object.assign(new Error("as told"), { name: "AccessDeniedException" });
    const { asked, service } = play([denied]);
    await expect(service.generate(bucket, signal)).rejects.toBe(denied);
    expect(asked).toHaveLength(1);
  });
});
