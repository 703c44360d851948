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

/** @param spki the key in DER, as KMS returns it @throws TypeError for a key of another kind than the algorithm's */
export function toPublicJwk(spki: Uint8Array, alg: SigningAlgorithm): PublicJwk {
  const jwk = createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" }).export({ format: "jwk" });
  const members = pickMembers(jwk);
  const fits = alg === "RS384" ? members?.kty === "RSA" : members?.kty === "EC" && members.crv === "P-384";
  if (members === undefined || !fits) throw new TypeError(`The public key does not fit ${alg}.`);
  return { ...members, kid: computeThumbprint(members), alg, use: "sig" };
}

/** The base64url of the SHA-256 of the required members, in lexicographic order and without white space. */
export function computeThumbprint(jwk: KeyMembers): string {
  return createHash("sha256")
    .update(JSON.stringify(pickMembers(jwk)))
    .digest("base64url");
}

function pickMembers({ kty, e, n, crv, x, y }: Partial<Record<string, unknown>>): KeyMembers | undefined {
  if (kty === "RSA" && isText(e) && isText(n)) return { e, kty, n };
  if (kty === "EC" && isText(crv) && isText(x) && isText(y)) return { crv, kty, x, y };
  return undefined;
}

const isText = (value: unknown): value is string => typeof value === "string";
