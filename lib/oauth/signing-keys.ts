// Our own signing keys. Their private halves never leave KMS; an alias says which one is current.
import { GetPublicKeyCommand, NotFoundException, SignCommand } from "@aws-sdk/client-kms";
import { kmsClient } from "../aws/kms.ts";
import { config } from "../config.ts";
import { Problem } from "../errors.ts";
import { operatorValueTtl } from "../store/operator-value-ttl.ts";
import { ttlCache } from "../ttl-cache.ts";
import type { AssertionSigner } from "./client-assertion.ts";
import { toRawSignature } from "./ecdsa-signature.ts";
import { type PublicJwk, type SigningAlgorithm, toPublicJwk } from "./public-jwk.ts";

/** Which of the keys of an algorithm: after a rotation the previous one is still published, for assertions that are under way. */
type KeySlot = "current" | "next" | "previous";

/** https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html */
const kmsAlgorithms = { RS384: "RSASSA_PKCS1_V1_5_SHA_384", ES384: "ECDSA_SHA_384" } as const;

/** Bytes of one of the two numbers of a P-384 signature. */
const p384Bytes = 48;

interface StoredKey {
  /** The key that the alias stood for. */
  readonly arn: string | undefined;
  readonly jwk: PublicJwk;
}

const client = kmsClient({ maxAttempts: 3 });

/** A rotation is noticed at the next signature, so this is only how long a set that is published may lag. */
const keys = ttlCache<StoredKey | undefined>(operatorValueTtl);

const nameAlias = (algorithm: SigningAlgorithm, slot: KeySlot) =>
  `${config("SIGNING_KEYS").SIGNING_KEYS}-${algorithm.toLowerCase()}-${slot}`;

/**
 * The signer of an algorithm. It signs by the alias, so a rotation takes effect at once: where the answer names another key than
 * the one that was read, that one is read and the work is signed again.
 * @throws Problem not_configured when there is no key yet; provider_unavailable when KMS does not answer
 */
export function createKmsSigner(algorithm: SigningAlgorithm): AssertionSigner {
  const alias = nameAlias(algorithm, "current");
  return {
    async sign(describe) {
      for (let attempt = 1; ; attempt++) {
        const key = await readKey(alias, algorithm);
        if (key === undefined) throw missingKeyProblem();
        const signed = describe(key.jwk);
        const answer = await askKeyService(() =>
          client.send(
            new SignCommand({
              KeyId: alias,
              Message: signed,
              MessageType: "RAW",
              SigningAlgorithm: kmsAlgorithms[algorithm],
            }),
          ),
        );
        if (answer.KeyId === key.arn && answer.Signature !== undefined)
          return { signed, signature: toJoseSignature(algorithm, answer.Signature) };
        keys.delete(alias);
        if (attempt === 2) throw new Problem("provider_unavailable", { retryAfter: 5 });
      }
    },
  };
}

/** The public keys that a server may need to check our assertions: current, next and, after a rotation, previous. */
export async function listPublicKeys(): Promise<PublicJwk[]> {
  const slots = (["RS384", "ES384"] as const).flatMap((algorithm) =>
    (["current", "next", "previous"] as const).map((slot) => ({ algorithm, alias: nameAlias(algorithm, slot) })),
  );
  const found = await Promise.all(slots.map(({ alias, algorithm }) => readKey(alias, algorithm)));
  const published = found.flatMap((key) => (key === undefined ? [] : [[key.jwk.kid, key.jwk] as const]));
  return [...new Map(published).values()];
}

const readKey = (alias: string, algorithm: SigningAlgorithm): Promise<StoredKey | undefined> =>
  keys.read(alias, () =>
    askKeyService(async () => {
      try {
        const { KeyId, PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: alias }));
        return { arn: KeyId, jwk: toPublicJwk(PublicKey ?? new Uint8Array(), algorithm) };
      } catch (error) {
        if (error instanceof NotFoundException) return undefined;
        throw error;
      }
    }),
  );

async function askKeyService<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof NotFoundException) throw missingKeyProblem();
    throw new Problem("provider_unavailable", { retryAfter: 5, cause: error });
  }
}

const missingKeyProblem = () =>
  new Problem("not_configured", { detail: "There is no signing key yet. An operator has to make one." });

const toJoseSignature = (algorithm: SigningAlgorithm, signature: Uint8Array): Uint8Array =>
  algorithm === "ES384" ? toRawSignature(signature, p384Bytes) : signature;
