// Authorization code flow with PKCE for a public client (RFC 9700 section 2.1.1, OpenID Connect Core section 3.1).

import type { PageConfig } from "../config.ts";
import { readRecord, readText } from "../read-json.ts";
import { discoverIssuer, type Issuer } from "./discovery.ts";
import { readIdToken } from "./id-token.ts";
import { computeCodeChallenge, generateSecret } from "./pkce.ts";
import type { RedirectResult } from "./redirect-result.ts";
import { getOpenPart, getRegisteredUrl } from "./registered-url.ts";
import { type Session, type SignInAttempt, saveAttempt, saveSession, takeAttempt } from "./session-storage.ts";

const issuerUnreachable = "The sign-in service did not answer. Please try again in a moment.";

/** Navigates to the issuer. Resolves with a sentence for the user if it cannot be reached, else with "". */
export async function beginSignIn(
  config: PageConfig,
  after: RedirectResult,
  extra: Readonly<Record<string, string>> = {},
): Promise<string> {
  const issuer = await discoverIssuer(config.issuer);
  if (!issuer) return issuerUnreachable;
  const attempt: SignInAttempt = {
    state: generateSecret(),
    nonce: generateSecret(),
    verifier: generateSecret(),
    after,
    returnTo: getOpenPart(),
  };
  const url = new URL(issuer.authorizationEndpoint);
  const query = {
    ...config.authorizationParams,
    ...extra,
    response_type: "code",
    client_id: config.clientId,
    redirect_uri: getRegisteredUrl(),
    scope: config.scope,
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: await computeCodeChallenge(attempt.verifier),
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  saveAttempt(attempt);
  location.assign(url);
  return "";
}

export type SignInResult =
  | {
      readonly ok: true;
      readonly session: Session;
      readonly after: RedirectResult;
      readonly returnTo?: string | undefined;
    }
  | { readonly ok: false; readonly sentence: string; readonly after: RedirectResult };

/** Checks the issuer's answer against the stored attempt and redeems the code. */
export async function finishSignIn(
  config: PageConfig,
  answer: Readonly<Record<string, string>>,
): Promise<SignInResult> {
  const attempt = takeAttempt();
  const refuse = (sentence: string, after: RedirectResult = { kind: "plain" }): SignInResult => ({
    ok: false,
    sentence,
    after,
  });
  if (!attempt || attempt.state !== answer.state)
    return refuse("This sign-in was already used or did not start in this tab. Please sign in again.");
  if (answer.error)
    return refuse(`You were not signed in (${toErrorCode(answer.error)}). Please try again.`, attempt.after);
  const issuer = await discoverIssuer(config.issuer);
  if (!issuer) return refuse(issuerUnreachable, attempt.after);
  const isOtherIssuer = answer.iss === undefined ? issuer.sendsIss : answer.iss !== config.issuer;
  if (isOtherIssuer) return refuse("The answer came from another sign-in service and was not used.", attempt.after);
  const session = await redeemCode(config, issuer, attempt, answer.code ?? "");
  if (!session) return refuse("The sign-in could not be completed. Please try again.", attempt.after);
  saveSession(session);
  return { ok: true, session, after: attempt.after, returnTo: attempt.returnTo };
}

/** Shows the issuer's error code to help with the setup. Anything else is not shown: a link could contain any text. */
const toErrorCode = (error: string) => (/^[a-z_]{1,40}$/.test(error) ? error : "unknown error");

async function redeemCode(
  config: PageConfig,
  issuer: Issuer,
  attempt: SignInAttempt,
  code: string,
): Promise<Session | undefined> {
  const form = new URLSearchParams({
    ...config.authorizationParams,
    grant_type: "authorization_code",
    code,
    redirect_uri: getRegisteredUrl(),
    client_id: config.clientId,
    code_verifier: attempt.verifier,
  });
  try {
    const answer = await fetch(issuer.tokenEndpoint, { method: "POST", body: form });
    const tokens = readRecord(await answer.json());
    const expected = { issuer: config.issuer, clientId: config.clientId, nonce: attempt.nonce };
    const user = readIdToken(readText(tokens.id_token), expected);
    const accessToken = readText(tokens.access_token);
    if (!answer.ok || !user || !accessToken) return undefined;
    const lifetime = typeof tokens.expires_in === "number" ? tokens.expires_in : 3600;
    return { accessToken, user, expiresAt: Date.now() + lifetime * 1000 };
  } catch {
    return undefined;
  }
}
