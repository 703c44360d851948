// What survives a redirect in this tab, and nothing longer: sessionStorage dies with the tab and is never sent anywhere.
import type { Landing } from "../landing.ts";
import type { SignedInUser } from "./id-token.ts";

export interface Session {
  readonly accessToken: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  readonly user: SignedInUser;
}

/** A sign-in under way. `after` is where the person was, so that nothing is lost by signing in. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly after: Landing;
}

const keys = { session: "patchbay.session", attempt: "patchbay.sign-in", demo: "patchbay.demo-tried" };

function read<T>(key: string): T | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

export const saveSession = (session: Session) => sessionStorage.setItem(keys.session, JSON.stringify(session));
export const forgetSession = () => sessionStorage.removeItem(keys.session);

export function storedSession(now = Date.now()): Session | undefined {
  const session = read<Session>(keys.session);
  return session && session.expiresAt > now ? session : undefined;
}

export const saveAttempt = (attempt: Attempt) => sessionStorage.setItem(keys.attempt, JSON.stringify(attempt));

/** Takes the attempt out: a state is good for one answer. */
export function takeAttempt(): Attempt | undefined {
  const attempt = read<Attempt>(keys.attempt);
  sessionStorage.removeItem(keys.attempt);
  return attempt;
}

/** True the first time in a tab: the demo signs in by itself once, so that a failing issuer cannot make a loop. */
export function firstDemoVisit(): boolean {
  const first = !sessionStorage.getItem(keys.demo);
  sessionStorage.setItem(keys.demo, "1");
  return first;
}
