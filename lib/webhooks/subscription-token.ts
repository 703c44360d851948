// Tokens that we give to providers and get back with each push. They prove themselves, so no table is read before the answer.
import { createHash } from "node:crypto";
import { prefixLengths } from "../vault/length-prefix.ts";
import { computeHmac, isSameMac } from "./signature.ts";

interface TokenClaims {
  readonly provider: string;
  /** 22 base64url characters: the connection's id. */
  readonly ref: string;
  /** The one channel it is good for, where the provider names channels. */
  readonly channelId?: string | undefined;
  /** Epoch seconds, where the channel ends. */
  readonly exp?: number | undefined;
}

export type TokenCheck =
  | { readonly outcome: "good"; readonly ref: string }
  | { readonly outcome: "bad" | "unknown-key" };

const tokenPattern = /^([\w-]{8})\.([\w-]{22})(?:\.([1-9]\d{0,11}))?\.([\w-]{43})$/;

/** The name of a secret, which stands in front of what it signed. */
export const toKeyId = (secret: string): string => createHash("sha256").update(secret).digest("base64url").slice(0, 8);

/**
 * `<kid>.<ref>.<exp>.<mac>`, or without `exp` for a channel that does not end: 75 characters, for Figma takes no more than 100.
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
 * Whether a token is ours and good here and now. A token that must end and does not say when is bad, and the other way round.
 * @param expected `now` in epoch milliseconds where tokens of this provider end
 * @returns unknown-key for a secret that we do not hold (any more), which is not the sender's fault
 */
export function checkSubscriptionToken(
  secrets: readonly string[],
  token: string,
  expected: { readonly provider: string; readonly channelId?: string; readonly now?: number },
): TokenCheck {
  const [, kid, ref, end, given] = tokenPattern.exec(token) ?? [];
  if (kid === undefined || ref === undefined || given === undefined) return { outcome: "bad" };
  const secret = findSecret(secrets, kid);
  if (secret === undefined) return { outcome: "unknown-key" };
  const exp = end === undefined ? undefined : Number(end);
  const { provider, channelId, now } = expected;
  const right = computeMac(secret, { provider, ref, channelId, exp });
  // Compared as text: the last character of 43 has two bits that decoding would ignore.
  const isRight = isSameMac(Buffer.from(given), Buffer.from(right.toString("base64url")));
  return isRight && isCurrent(exp, now) ? { outcome: "good", ref } : { outcome: "bad" };
}

const isCurrent = (exp: number | undefined, now: number | undefined): boolean =>
  exp === undefined ? now === undefined : now !== undefined && now / 1000 < exp;

/** Whether a text has the shape of a token without an end, as a passcode of ours has. */
export const looksLikeToken = (text: string): boolean => tokenPattern.test(text);

/** The secret of a hook that we created for one link of a repository. @returns undefined for an unknown key */
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

/** Over the parts that this kind of token has; a provider's tokens all have the same ones. */
function computeMac(secret: string, { provider, channelId, ref, exp }: TokenClaims): Buffer {
  const parts = [provider, channelId, ref, exp?.toString()].filter((part) => part !== undefined);
  return computeHmac(secret, prefixLengths(...parts));
}
