// Addresses an operator may configure. Cookies and redirects travel over them, so plain http is refused off this machine.
import { z } from "zod";

const localHosts = new Set(["localhost", "127.0.0.1", "[::1]"]);

const parse = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

export function isLocal(text: string): boolean {
  const url = parse(text);
  return url !== undefined && localHosts.has(url.hostname);
}

/** Any https address, or http on localhost. */
export const address = z
  .string("is missing")
  .refine(
    (text) => /^https?:$/.test(parse(text)?.protocol ?? ""),
    "must be an absolute address such as https://example.com",
  )
  .refine((text) => !text.startsWith("http:") || isLocal(text), "must use https (plain http is for localhost only)")
  .refine((text) => !text.includes("*"), "must not hold a wildcard")
  .refine((text) => !parse(text)?.username && !parse(text)?.password, "must not hold a user name or a password");

/** Scheme, host and port, exactly as a browser writes them into the `Origin` header. */
export const origin = address.refine(
  (text) => parse(text)?.origin === text,
  "must be an origin: scheme, host and port without a path or a trailing slash",
);

/** An address that paths are appended to. */
export const baseAddress = address
  .refine((text) => !text.endsWith("/"), "must not end with a slash")
  .refine((text) => !/[?#]/.test(text), "must not hold a query or a fragment");

/** An address that others may continue. */
export const addressPrefix = address.refine((text) => !/[?#]/.test(text), "must not hold a query or a fragment");
