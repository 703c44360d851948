// The sandbox EHR's token endpoint: oidc-provider decides, and the launch's context is added to what it answers.
import { type Answer, type Exchange, jsonAnswer, readFields, tryParseJson } from "../exchange.ts";
import type { Grant } from "../grants.ts";
import type { State } from "../state.ts";
import type { AuthorizationServer } from "./authorization-server.ts";
import type { LaunchContext } from "./launches.ts";

export interface TokenContext {
  readonly state: State;
  readonly server: AuthorizationServer;
  /** By authorization code. */
  readonly approved: Map<string, { readonly account: string; readonly context: LaunchContext }>;
}

export async function answerToken({ state, server, approved }: TokenContext, exchange: Exchange): Promise<Answer> {
  const form = readFields(exchange);
  const refreshToken = form.get("refresh_token") ?? "";
  const isRefresh = form.get("grant_type") === "refresh_token";
  if (isRefresh && state.behaviour.refreshError !== null) return refuse(state.behaviour.refreshError);
  const known = isRefresh ? state.grants.findByToken(refreshToken) : undefined;
  if (isRefresh && known?.revoked !== false) return refuse("invalid_grant");
  const answer = await server.forward(exchange);
  const body = Object(tryParseJson(String(answer.body)));
  if (typeof body.access_token !== "string") return answer;
  const launch = approved.get(form.get("code") ?? "");
  const grant = known ?? openGrant(state, form, body, launch);
  state.grants.issueAccess(grant, body.access_token, body.expires_in);
  if (typeof body.refresh_token === "string") state.grants.issueRefresh(grant, body.refresh_token);
  // Nothing is rotated by the switch: the same token comes back, which a server need not say again.
  const { refresh_token, ...rest } = body;
  const isSame = isRefresh && refresh_token === refreshToken;
  const context = launch?.context ?? (grant.inner === "" ? {} : { patient: grant.inner });
  return jsonAnswer({ ...rest, ...(isSame ? {} : { refresh_token }), ...context }, answer.status);
}

function openGrant(
  { grants }: State,
  form: URLSearchParams,
  { scope }: { scope?: unknown },
  launch: { readonly account: string; readonly context: LaunchContext } | undefined,
): Grant {
  return grants.open({
    account: launch?.account ?? "system",
    clientId: form.get("client_id") ?? "",
    scopes: String(scope ?? "").split(" "),
    kind: launch ? "user" : "bot",
    inner: launch?.context.patient ?? "",
  });
}

const refuse = (error: string): Answer => jsonAnswer({ error }, error === "invalid_client" ? 401 : 400);
