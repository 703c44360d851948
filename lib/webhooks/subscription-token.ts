// Signed tokens that we give to providers and get back with each push. They can be verified without reading a table.
import { createHash } from "node:crypto";
import { prefixLengths } from "../vault/length-prefix.ts";
import { computeHmac, isSameMac } from "./signature.ts";

interface TokenClaims {
  readonly provider: string;
  /** 22 base64url characters: the connection's id. */
  readonly ref: string;
  /** The subscription it is valid for, when the provider has subscription ids. */
  readonly channelId?: string | undefined;
  /** Epoch seconds, when the subscription expires. */
  readonly exp?: number | undefined;
}

export type TokenCheck =
  | { readonly outcome: "good"; readonly ref: string }
  | { readonly outcome: "bad" | "unknown-key" };

const tokenPattern = /^([\w-]{8})\.([\w-]{22})(?:\.([1-9]\d{0,11}))?\.([\w-]{43})$/;

/** The key id of a secret, which is the first part of the tokens it signed. */
export const toKeyId = (secret: string): string => createHash("sha256").update(secret).digest("base64url").slice(0, 8);

/**
 * Signs a token: `<kid>.<ref>.<exp>.<mac>`, or without `exp` for a subscription that does not expire. At most 88 characters, or 75
 * without `exp`, because Figma accepts 100.
 * @param secrets those of `readSubscriptionSecrets`, the current one first
 * @throws Error without a secret
 */
export function signSubscriptionToken(secrets: readonly string[], claims: TokenClaims): string {
  const secret = secrets[0];
  if (secret === undefined) throw new Error("There is no secret to sign channel tokens with.");
  const parts = [toKeyId(secret), claims.ref, ...(claims.exp === undefined ? [] : [claims.exp])];
  return [...parts, computeMac(secret, claims).toString("base64url")].join(".");
}

/**
 * Verifies a token. A token without `exp` is bad where tokens expire, and the reverse.
 * @param expected `now` in epoch milliseconds, if tokens of this provider expire
 * @returns unknown-key when it was signed with a secret that is not stored (any more), which is not the sender's fault
 */
export function checkSubscriptionToken(
  secrets: readonly string[],
  token: string,
  expected: { readonly provider: string; readonly channelId?: string; readonly now?: number },
): TokenCheck {
  const [, kid, ref = "", end, given = ""] = tokenPattern.exec(token) ?? [];
  if (kid === undefined) return { outcome: "bad" };
  const secret = findSecret(secrets, kid);
  if (secret === undefined) return { outcome: "unknown-key" };
  const exp = end === undefined ? undefined : Number(end);
  const { provider, channelId, now } = expected;
  const right = computeMac(secret, { provider, ref, channelId, exp });
  // Compare as text: decoding would ignore two bits of the last of the 43 characters.
  const isRight = isSameMac(Buffer.from(given), Buffer.from(right.toString("base64url")));
  return isRight && isCurrent(exp, now) ? { outcome: "good", ref } : { outcome: "bad" };
}

const isCurrent = (exp: number | undefined, now: number | undefined): boolean =>
  exp === undefined ? now === undefined : (now ?? Number.POSITIVE_INFINITY) / 1000 < exp;

/** Whether a text has the shape of a token, as the passcodes that we create have. */
export const looksLikeToken = (text: string): boolean => tokenPattern.test(text);

/** The secret of a webhook that we created for one linked repository. @returns undefined for an unknown key id */
export function deriveLinkSecret(
  secrets: readonly string[],
  provider: string,
  kid: string,
  ref: string,
): string | undefined {
  const secret = findSecret(secrets, kid);
  return secret === undefined ? undefined : computeMac(secret, { provider, ref }).toString("base64url");
}

const findSecret = (secrets: readonly string[], kid: string) => secrets.find((secret) => toKeyId(secret) === kid);

/** Covers the parts that are set. All tokens of a provider have the same parts, so they cannot be confused. */
function computeMac(secret: string, { provider, channelId, ref, exp }: TokenClaims): Buffer {
  const parts = [provider, channelId, ref, exp?.toString()].filter((part) => part !== undefined);
  return computeHmac(secret, prefixLengths(...parts));
}
