import type { PageConfig } from "../config.ts";
import type { Landing } from "../landing.ts";
import { beginSignIn, finishSignIn } from "./sign-in.ts";
import { firstDemoVisit, type Session, storedSession } from "./stored.ts";

export type SessionState =
  | { readonly phase: "opening" }
  | { readonly phase: "signed-out"; readonly landing: Landing; readonly sentence: string }
  | { readonly phase: "signed-in"; readonly landing: Landing; readonly sentence: string; readonly session: Session };

/** The people of the local stack's identity provider. */
export const demoUsers = [
  { id: "ada", name: "Ada" },
  { id: "ben", name: "Ben" },
  { id: "cleo", name: "Cleo" },
  { id: "dana", name: "Dana" },
  { id: "erin", name: "Erin" },
] as const;

/** Finds out who is here. Stays `opening` when the browser is on its way to the issuer. */
export async function openSession(config: PageConfig, landing: Landing): Promise<SessionState> {
  if (landing.kind === "sign-in") return finish(config, landing.answer);
  const session = storedSession();
  if (session) return { phase: "signed-in", landing, session, sentence: "" };
  if (!config.demo || !firstDemoVisit()) return { phase: "signed-out", landing, sentence: "" };
  return leave(config, landing, { login_hint: demoUsers[0].id });
}

/** Goes to the issuer; signed out with a sentence when it cannot be reached. */
export async function leave(
  config: PageConfig,
  landing: Landing,
  extra: Readonly<Record<string, string>> = {},
): Promise<SessionState> {
  const sentence = await beginSignIn(config, landing, extra);
  return sentence ? { phase: "signed-out", landing, sentence } : { phase: "opening" };
}

async function finish(config: PageConfig, answer: Readonly<Record<string, string>>): Promise<SessionState> {
  const finished = await finishSignIn(config, answer);
  if (finished.ok) return { phase: "signed-in", landing: finished.after, session: finished.session, sentence: "" };
  const session = storedSession();
  const { after: landing, sentence } = finished;
  return session ? { phase: "signed-in", landing, session, sentence } : { phase: "signed-out", landing, sentence };
}
