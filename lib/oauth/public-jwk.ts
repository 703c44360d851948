// Public keys as JSON Web Keys (RFC 7517), each named by its thumbprint (RFC 7638).
import { createHash, createPublicKey } from "node:crypto";

export type SigningAlgorithm = "RS384" | "ES384";

/** The members that a thumbprint is made of, in its order. https://www.rfc-editor.org/rfc/rfc7638#section-3.2 */
type KeyMembers =
  | { readonly e: string; readonly kty: "RSA"; readonly n: string }
  | { readonly crv: string; readonly kty: "EC"; readonly x: string; readonly y: string };

export type PublicJwk = KeyMembers & {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly use: "sig";
};

/** What sets an algorithm's keys apart from others: the kind, or the curve. */
const marks = { RS384: "RSA", ES384: "P-384" } as const;

/** @param spki the key in DER, as KMS returns it @throws TypeError for a key of another kind than the algorithm's */
export function toPublicJwk(spki: Uint8Array, alg: SigningAlgorithm): PublicJwk {
  const jwk = createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" }).export({ format: "jwk" });
  if ((jwk.crv ?? jwk.kty) !== marks[alg]) throw new TypeError(`The public key does not fit ${alg}.`);
  const members = pickMembers(jwk as KeyMembers);
  return { ...members, kid: computeThumbprint(members), alg, use: "sig" };
}

/** The base64url of the SHA-256 of the required members, in lexicographic order and without white space. */
export function computeThumbprint(jwk: KeyMembers): string {
  return createHash("sha256")
    .update(JSON.stringify(pickMembers(jwk)))
    .digest("base64url");
}

const pickMembers = (key: KeyMembers): KeyMembers =>
  key.kty === "RSA" ? { e: key.e, kty: key.kty, n: key.n } : { crv: key.crv, kty: key.kty, x: key.x, y: key.y };
