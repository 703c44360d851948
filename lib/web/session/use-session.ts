import { useCallback, useEffect, useState } from "preact/hooks";
import type { PageConfig } from "../config.ts";
import { type DemoUser, openSession, redirectToIssuer, type SessionState } from "./open-session.ts";
import type { RedirectResult } from "./redirect-result.ts";
import { clearSession } from "./session-storage.ts";
import { signOut } from "./sign-out.ts";
import { saveTenant } from "./tenants.ts";

export interface SessionControls {
  readonly state: SessionState;
  signIn(user?: string): Promise<void>;
  signOut(): Promise<void>;
  /** Ends the session because the API no longer accepts the token. */
  expire(): void;
  /** Acts for another of the user's tenants from now on. */
  chooseTenant(tenant: string): void;
}

const plainRedirect: RedirectResult = { kind: "plain" };

/** @param demoUser who is signed in at the first visit of the demo */
export function useSession(config: PageConfig, redirect: RedirectResult, demoUser: DemoUser): SessionControls {
  const [state, setState] = useState<SessionState>({ phase: "opening" });
  useEffect(() => {
    openSession(config, redirect, demoUser).then(setState);
  }, [config, redirect, demoUser]);

  const current = state.phase === "signed-out" ? state.redirect : plainRedirect;
  const expire = useCallback(() => {
    clearSession();
    setState({
      phase: "signed-out",
      redirect: plainRedirect,
      sentence: "Your session has ended. Sign in again to go on.",
    });
  }, []);
  return {
    state,
    expire,
    chooseTenant(tenant) {
      saveTenant(tenant);
      setState((before) => (before.phase === "signed-in" ? switchTenant(before, tenant) : before));
    },
    signIn: async (user) => setState(await redirectToIssuer(config, current, user ? { login_hint: user } : {})),
    signOut: async () => {
      await signOut(config);
      setState({ phase: "signed-out", redirect: plainRedirect, sentence: "You are signed out." });
    },
  };
}

/** The account of a reconnect link may be in the other tenant; anything else that led to the page is over. */
const switchTenant = (before: Extract<SessionState, { phase: "signed-in" }>, tenant: string): SessionState => ({
  ...before,
  tenant,
  sentence: "",
  redirect: before.redirect.kind === "reconnect" ? before.redirect : plainRedirect,
});
