// The cookie that binds a flow to the browser that started it. Each flow has its own, so two tabs do not interfere.
import { createHash, timingSafeEqual } from "node:crypto";
import { hashState } from "../store/oauth-states.ts";

/** Lifetime of a flow: of its state and of its cookie. */
export const flowSeconds = 15 * 60;

export type BrowserMatch = "same" | "other" | "absent";

const isLocal = (baseUrl: string) => new URL(baseUrl).protocol === "http:";

/** `__Host-` keeps other hosts and paths from setting it (RFC 6265bis section 4.1.3.2); browsers refuse it on plain http. */
function cookieName(state: string, baseUrl: string): string {
  return `${isLocal(baseUrl) ? "" : "__Host-"}pb-${hashState(state).slice(0, 12)}`;
}

export const hashBrowserSecret = (secret: string) => createHash("sha256").update(secret).digest("hex");

export function createBindingCookie(state: string, secret: string, baseUrl: string): string {
  return buildCookie(cookieName(state, baseUrl), secret, flowSeconds, baseUrl);
}

export function createExpiredBindingCookie(state: string, baseUrl: string): string {
  return buildCookie(cookieName(state, baseUrl), "", 0, baseUrl);
}

function buildCookie(name: string, value: string, maxAge: number, baseUrl: string): string {
  const secure = isLocal(baseUrl) ? "" : "; Secure";
  return `${name}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure}`;
}

/** Compares a browser's cookie with the hash that is stored with the state, in constant time. `absent` without a cookie. */
export function matchBrowser(
  state: string,
  expectedHash: string,
  cookies: ReadonlyMap<string, string>,
  baseUrl: string,
): BrowserMatch {
  const sent = cookies.get(cookieName(state, baseUrl));
  if (sent === undefined) return "absent";
  const [actual, expected] = [Buffer.from(hashBrowserSecret(sent)), Buffer.from(expectedHash)];
  return actual.length === expected.length && timingSafeEqual(actual, expected) ? "same" : "other";
}
