// POST /api/oauth.v2.access: code exchange and, with token rotation, refresh. Failures are HTTP 200 with ok:false.
import { z } from "zod";
import { type Approval, verifierMatches } from "../codes.ts";
import { type Answer, type Exchange, jsonAnswer, readClientCredentials, readFields } from "../exchange.ts";
import { createToken, type Grant } from "../grants.ts";
import { type State, sandboxClient } from "../state.ts";
import { appId, botUserId } from "./seed.ts";
import type { RunningWorkspace } from "./workspace.ts";

const rotatedLifetime = 43_200;

export const slackError = (error: string, more: object = {}): Answer => jsonAnswer({ ok: false, error, ...more });

export async function answerToken(
  state: State,
  findWorkspace: (account: string) => RunningWorkspace,
  exchange: Exchange,
): Promise<Answer> {
  const client = sandboxClient("slack");
  const credentials = readClientCredentials(exchange);
  if (credentials.id !== client.id) return slackError("invalid_client_id");
  if (credentials.secret !== client.secret) return slackError("bad_client_secret");
  const form = readFields(exchange);
  if (form.get("grant_type") === "refresh_token")
    return refreshGrant(state, findWorkspace, form.get("refresh_token") ?? "");
  const code = form.get("code") ?? "";
  const taken = state.codes.take(code);
  if (taken.state === "used") return slackError("code_already_used");
  if (taken.state !== "valid") return slackError("invalid_code");
  if (form.get("redirect_uri") !== taken.approval.redirectUri) return slackError("bad_redirect_uri");
  if (!verifierMatches(taken.approval, form.get("code_verifier"))) return slackError("invalid_code_verifier");
  return installApp(state, findWorkspace(taken.approval.account), taken.approval, code);
}

const emulatedSchema = z.object({
  access_token: z.string(),
  authed_user: z.object({ id: z.string(), access_token: z.string().optional() }),
});

async function installApp(state: State, at: RunningWorkspace, approval: Approval, code: string): Promise<Answer> {
  const client = sandboxClient("slack");
  const form = { code, client_id: client.id, client_secret: client.secret, redirect_uri: approval.redirectUri };
  const answer = emulatedSchema.parse(await (await at.emulator.post("/api/oauth.v2.access", form)).json());
  const { account, clientId, scopes, userScopes } = approval;
  const bot = { account, clientId, scopes, kind: "bot", inner: answer.access_token } as const;
  const user = { account, clientId, scopes: userScopes, kind: "user", inner: answer.authed_user.access_token } as const;
  const userInner = user.inner;
  return jsonAnswer({
    ok: true,
    app_id: appId,
    // If only user scopes are requested, Slack omits the top-level token.
    ...(scopes.length > 0
      ? { ...issueTokens(state, state.grants.open(bot)), bot_user_id: botUserId(at.workspace) }
      : {}),
    ...teamFields(at),
    authed_user: {
      id: at.identifiers().outward(answer.authed_user.id),
      ...(userInner ? issueTokens(state, state.grants.open({ ...user, inner: userInner })) : {}),
    },
  });
}

/** The answer to a refresh is flat, also for a user's token. */
function refreshGrant(
  state: State,
  findWorkspace: (account: string) => RunningWorkspace,
  refreshToken: string,
): Answer {
  const { behaviour, grants } = state;
  if (behaviour.refreshError !== null) return slackError(describeError(behaviour.refreshError));
  const redeemed = grants.redeem(refreshToken, { rotation: true, reuseDetection: behaviour.reuseDetection });
  if ("refused" in redeemed) return slackError("invalid_refresh_token");
  const at = findWorkspace(redeemed.grant.account);
  return jsonAnswer({
    ok: true,
    app_id: appId,
    ...issueTokens(state, redeemed.grant, true),
    ...(redeemed.grant.kind === "bot" ? { bot_user_id: botUserId(at.workspace) } : {}),
    ...teamFields(at),
  });
}

function describeError(error: string): string {
  if (error === "invalid_grant") return "invalid_refresh_token";
  return error === "invalid_client" ? "bad_client_secret" : error;
}

function issueTokens({ behaviour, grants }: State, grant: Grant, rotating = behaviour.rotation) {
  const described = { token_type: grant.kind, scope: grant.scopes.join(",") };
  if (!rotating) {
    const lifetime = behaviour.accessTokenLifetime;
    const token = grants.issueAccess(grant, grant.inner, lifetime);
    return { access_token: token, ...described, ...(lifetime === null ? {} : { expires_in: lifetime }) };
  }
  const lifetime = behaviour.accessTokenLifetime ?? rotatedLifetime;
  const prefix = grant.kind === "bot" ? "xoxe.xoxb-1-" : "xoxe.xoxp-1-";
  return {
    access_token: grants.issueAccess(grant, createToken(prefix), lifetime),
    ...described,
    expires_in: lifetime,
    refresh_token: grants.issueRefresh(grant, createToken("xoxe-1-")),
  };
}

function teamFields({ workspace }: RunningWorkspace) {
  return { team: workspace.team, enterprise: null, is_enterprise_install: false };
}
