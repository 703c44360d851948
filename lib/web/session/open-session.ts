import type { PageConfig } from "../config.ts";
import type { RedirectResult } from "./redirect-result.ts";
import { loadSession, type Session, takeFirstDemoVisit } from "./session-storage.ts";
import { beginSignIn, finishSignIn } from "./sign-in.ts";
import { openTenant, readTenants } from "./tenants.ts";

export type SessionState =
  | { readonly phase: "opening" }
  | { readonly phase: "signed-out"; readonly redirect: RedirectResult; readonly sentence: string }
  | {
      readonly phase: "signed-in";
      readonly redirect: RedirectResult;
      readonly sentence: string;
      readonly session: Session;
      /** What the user can choose from; none unless the token lists several. */
      readonly tenants: readonly string[];
      /** The chosen one; empty without a choice. */
      readonly tenant: string;
    };

/** The users of the local stack's identity provider. */
export const demoUsers = [
  { id: "ada", name: "Ada" },
  { id: "ben", name: "Ben" },
  { id: "cleo", name: "Cleo" },
  { id: "dana", name: "Dana" },
  { id: "erin", name: "Erin" },
  { id: "finn", name: "Finn" },
] as const;
export type DemoUser = (typeof demoUsers)[number]["id"];

/** Restores or starts the session: in the demo that of a user, at the first visit. The phase stays `opening` while the browser navigates to the issuer. */
export async function openSession(
  config: PageConfig,
  redirect: RedirectResult,
  demoUser: DemoUser,
): Promise<SessionState> {
  if (redirect.kind === "sign-in") return handleSignInAnswer(config, redirect.answer);
  const session = loadSession();
  if (session) return showSession(config, session, redirect);
  if (!config.demo || !takeFirstDemoVisit()) return { phase: "signed-out", redirect, sentence: "" };
  return redirectToIssuer(config, redirect, { login_hint: demoUser });
}

/** Navigates to the issuer. If it cannot be reached, the state is signed out, with a sentence that says so. */
export async function redirectToIssuer(
  config: PageConfig,
  redirect: RedirectResult,
  extra: Readonly<Record<string, string>> = {},
): Promise<SessionState> {
  const sentence = await beginSignIn(config, redirect, extra);
  return sentence ? { phase: "signed-out", redirect, sentence } : { phase: "opening" };
}

async function handleSignInAnswer(config: PageConfig, answer: Readonly<Record<string, string>>): Promise<SessionState> {
  const finished = await finishSignIn(config, answer);
  if (finished.ok && finished.returnTo !== undefined) {
    location.replace(finished.returnTo);
    return { phase: "opening" };
  }
  if (finished.ok) return showSession(config, finished.session, finished.after);
  const session = loadSession();
  const { after: redirect, sentence } = finished;
  return session ? showSession(config, session, redirect, sentence) : { phase: "signed-out", redirect, sentence };
}

function showSession(config: PageConfig, session: Session, redirect: RedirectResult, sentence = ""): SessionState {
  const tenants = readTenants(session.accessToken, config.tenantClaim);
  return { phase: "signed-in", redirect, sentence, session, tenants, tenant: openTenant(tenants) };
}
