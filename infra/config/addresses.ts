// Schemas of configured addresses. Cookies and redirects use them, so plain http is accepted for localhost only.
import { z } from "zod";

const localHosts = new Set(["localhost", "127.0.0.1", "[::1]"]);

const tryParseUrl = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

export function isLocalAddress(text: string): boolean {
  const url = tryParseUrl(text);
  return url !== undefined && localHosts.has(url.hostname);
}

/** An https address, or http on localhost. */
export const addressSchema = z
  .string("is missing")
  .refine(
    (text) => /^https?:$/.test(tryParseUrl(text)?.protocol ?? ""),
    "must be an absolute address such as https://example.com",
  )
  .refine(
    (text) => !text.startsWith("http:") || isLocalAddress(text),
    "must use https (plain http is for localhost only)",
  )
  .refine((text) => !text.includes("*"), "must not hold a wildcard")
  .refine(
    (text) => !tryParseUrl(text)?.username && !tryParseUrl(text)?.password,
    "must not hold a user name or a password",
  );

/** Scheme, host and port, exactly as a browser writes them into the `Origin` header. */
export const originSchema = addressSchema.refine(
  (text) => tryParseUrl(text)?.origin === text,
  "must be an origin: scheme, host and port without a path or a trailing slash",
);

/** An address that paths are appended to. */
export const baseAddressSchema = addressSchema
  .refine((text) => !text.endsWith("/"), "must not end with a slash")
  .refine((text) => !/[?#]/.test(text), "must not hold a query or a fragment");

/** A prefix: addresses that start with it are accepted. */
export const addressPrefixSchema = addressSchema.refine(
  (text) => !/[?#]/.test(text),
  "must not hold a query or a fragment",
);
