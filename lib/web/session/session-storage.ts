// State that survives a redirect in this tab: sessionStorage ends with the tab and is never sent to a server.

import type { SignedInUser } from "./id-token.ts";
import type { RedirectResult } from "./redirect-result.ts";

export interface Session {
  readonly accessToken: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  readonly user: SignedInUser;
}

/** A sign-in under way. `after` is what led the user to the page before it, restored afterwards. */
export interface SignInAttempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly after: RedirectResult;
  /** Path and query of the part of the page where it began; undefined on the page itself. */
  readonly returnTo?: string | undefined;
}

const keys = { session: "patchbay.session", attempt: "patchbay.sign-in", demo: "patchbay.demo-tried" };

function readStored<T>(key: string): T | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

export const saveSession = (session: Session) => sessionStorage.setItem(keys.session, JSON.stringify(session));
export const clearSession = () => sessionStorage.removeItem(keys.session);

/** @returns undefined when there is no session or it has expired */
export function loadSession(now = Date.now()): Session | undefined {
  const session = readStored<Session>(keys.session);
  return session && session.expiresAt > now ? session : undefined;
}

export const saveAttempt = (attempt: SignInAttempt) => sessionStorage.setItem(keys.attempt, JSON.stringify(attempt));

/** Reads and removes the attempt: a state is valid for one answer. */
export function takeAttempt(): SignInAttempt | undefined {
  const attempt = readStored<SignInAttempt>(keys.attempt);
  sessionStorage.removeItem(keys.attempt);
  return attempt;
}

/** True the first time in a tab. The demo signs in by itself only then, so a failing issuer causes no redirect loop. */
export function takeFirstDemoVisit(): boolean {
  const first = !sessionStorage.getItem(keys.demo);
  sessionStorage.setItem(keys.demo, "1");
  return first;
}
