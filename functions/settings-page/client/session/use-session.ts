import { useCallback, useEffect, useState } from "preact/hooks";
import type { PageConfig } from "../config.ts";
import type { Landing } from "../landing.ts";
import { leave, openSession, type SessionState } from "./open-session.ts";
import { signOut } from "./sign-out.ts";
import { forgetSession } from "./stored.ts";

export interface SessionDesk {
  readonly state: SessionState;
  signIn(user?: string): Promise<void>;
  signOut(): Promise<void>;
  /** The API no longer accepts the token. */
  expire(): void;
}

const plain: Landing = { kind: "plain" };

export function useSession(config: PageConfig, landing: Landing): SessionDesk {
  const [state, setState] = useState<SessionState>({ phase: "opening" });
  useEffect(() => {
    openSession(config, landing).then(setState);
  }, [config, landing]);

  const current = state.phase === "signed-out" ? state.landing : plain;
  const expire = useCallback(() => {
    forgetSession();
    setState({ phase: "signed-out", landing: plain, sentence: "Your session has ended. Sign in again to go on." });
  }, []);
  return {
    state,
    expire,
    signIn: async (user) => setState(await leave(config, current, user ? { login_hint: user } : {})),
    signOut: async () => {
      await signOut(config);
      setState({ phase: "signed-out", landing: plain, sentence: "You are signed out." });
    },
  };
}
