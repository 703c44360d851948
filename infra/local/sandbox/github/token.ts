// POST /login/oauth/access_token: failures are HTTP 200 with an error, and the answer is a form unless JSON is asked for.
import { z } from "zod";
import { type Approval, verifierFits } from "../codes.ts";
import type { Emulator } from "../emulator.ts";
import { freshToken, type Grant } from "../grants.ts";
import { type Answer, clientCredentials, type Exchange, fields, json } from "../messages.ts";
import { type State, sandboxClient } from "../state.ts";

const eightHours = 28_800;
const sixMonths = 15_811_200;

type TokenAnswer = Readonly<Record<string, string | number>>;

const descriptions: Readonly<Record<string, string>> = {
  incorrect_client_credentials: "The client_id and/or client_secret passed are incorrect.",
  redirect_uri_mismatch: "The redirect_uri MUST match the registered callback URL for this application.",
  bad_verification_code: "The code passed is incorrect or expired.",
  bad_refresh_token: "The refresh token passed is incorrect or expired.",
};

export async function githubToken(state: State, emulator: Emulator, exchange: Exchange): Promise<Answer> {
  const answer = await decide(state, emulator, exchange);
  if (exchange.headers.accept?.includes("application/json")) return json(answer);
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(answer)) form.set(name, String(value));
  const type = "application/x-www-form-urlencoded; charset=utf-8";
  return { status: 200, headers: { "content-type": type }, body: form.toString() };
}

async function decide(state: State, emulator: Emulator, exchange: Exchange): Promise<TokenAnswer> {
  const client = sandboxClient("github");
  const given = clientCredentials(exchange);
  if (given.id !== client.id || given.secret !== client.secret) return failure("incorrect_client_credentials");
  const form = fields(exchange);
  if (form.get("grant_type") === "refresh_token") return refresh(state, form.get("refresh_token") ?? "");
  const code = form.get("code") ?? "";
  const taken = state.codes.take(code);
  if (taken.state !== "valid") return failure("bad_verification_code");
  const { approval } = taken;
  const redirectUri = form.get("redirect_uri");
  if (redirectUri !== null && redirectUri !== approval.redirectUri) return failure("redirect_uri_mismatch");
  if (!verifierFits(approval, form.get("code_verifier"))) return failure("bad_verification_code");
  const grant = await openGrant(state, emulator, approval, code);
  return state.behaviour.rotation ? expiring(state, grant) : lasting(state, grant);
}

async function openGrant({ grants }: State, emulator: Emulator, approval: Approval, code: string): Promise<Grant> {
  const client = sandboxClient("github");
  const form = { code, client_id: client.id, client_secret: client.secret };
  const answer = await emulator.post("/login/oauth/access_token", form);
  const { access_token } = z.object({ access_token: z.string() }).parse(await answer.json());
  const { account, clientId, scopes } = approval;
  return grants.open({ account, clientId, scopes, kind: "user", inner: access_token });
}

/** Using a refresh token kills it and the old access token at once. */
function refresh(state: State, token: string): TokenAnswer {
  const { behaviour, grants } = state;
  if (behaviour.refreshError !== null) return failure(wording(behaviour.refreshError));
  const redeemed = grants.redeem(token, { rotation: true, reuseDetection: behaviour.reuseDetection });
  if ("refused" in redeemed) return failure("bad_refresh_token");
  grants.revokeAccess((grant) => grant === redeemed.grant);
  return expiring(state, redeemed.grant);
}

function wording(error: string): string {
  if (error === "invalid_grant") return "bad_refresh_token";
  return error === "invalid_client" ? "incorrect_client_credentials" : error;
}

function lasting({ behaviour, grants }: State, grant: Grant): TokenAnswer {
  const token = grants.issueAccess(grant, grant.inner, behaviour.accessTokenLifetime);
  return { access_token: token, scope: grant.scopes.join(","), token_type: "bearer" };
}

function expiring({ behaviour, grants }: State, grant: Grant): TokenAnswer {
  const lifetime = behaviour.accessTokenLifetime ?? eightHours;
  return {
    access_token: grants.issueAccess(grant, freshToken("ghu_"), lifetime),
    expires_in: lifetime,
    refresh_token: grants.issueRefresh(grant, freshToken("ghr_")),
    refresh_token_expires_in: sixMonths,
    scope: "",
    token_type: "bearer",
  };
}

function failure(error: string): TokenAnswer {
  return {
    error,
    error_description: descriptions[error] ?? error,
    error_uri:
      "https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/",
  };
}
