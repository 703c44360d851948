// Slack's Web API: checks tokens before it forwards to the emulator, which treats any token as the default user's.

import { type Answer, type Exchange, jsonAnswer, readBearer, readFields } from "../exchange.ts";
import type { Grant } from "../grants.ts";
import type { State } from "../state.ts";
import { botAuthorization, personAuthorization } from "./authorizations.ts";
import { stripChannelSign } from "./conversation.ts";
import { slackTimestamp } from "./emitted-events.ts";
import type { SlackEvents } from "./events.ts";
import { callMethod } from "./methods.ts";
import { createRevokedEvent } from "./push-app-uninstalled.ts";
import { accounts } from "./seed.ts";
import { slackError } from "./token.ts";
import type { RunningWorkspace } from "./workspace.ts";

export interface SlackApi {
  readonly state: State;
  readonly events: SlackEvents;
  getWorkspace(account: string): RunningWorkspace;
}

/** The app-level token, with `authorizations:read`. */
const appToken = "xapp-sandbox-slack";

export async function answerApi(api: SlackApi, exchange: Exchange): Promise<Answer> {
  const token = readBearer(exchange) ?? readFields(exchange).get("token") ?? exchange.query.get("token");
  if (token === null) return slackError("not_authed");
  if (exchange.path === "/api/apps.event.authorizations.list") {
    return token === appToken ? api.events.authorizationsList(exchange) : slackError("not_allowed_token_type");
  }
  const { tokenState, grant } = api.state.grants.checkToken(token);
  if (tokenState === "expired") return slackError("token_expired");
  if (tokenState === "revoked") return slackError("token_revoked");
  if (!grant) return slackError("invalid_auth");
  return exchange.path === "/api/auth.revoke" ? answerRevoke(api, exchange, grant) : callApi(api, exchange, grant);
}

function answerRevoke(
  { state, events, getWorkspace: findWorkspace }: SlackApi,
  exchange: Exchange,
  grant: Grant,
): Answer {
  const onlyATest = (readFields(exchange).get("test") ?? exchange.query.get("test")) === "1";
  // With rotation both tokens are revoked: a valid refresh token would undo the revocation.
  if (!onlyATest) {
    const at = findWorkspace(grant.account);
    grant.revoked = true;
    for (const event of createRevokedEvent(state, at, grant)) {
      events.sendUnasked(at, { ...event, event_ts: slackTimestamp() }, [botAuthorization(at)]);
    }
  }
  return jsonAnswer({ ok: true, revoked: !onlyATest });
}

async function callApi(
  { events, getWorkspace: findWorkspace }: SlackApi,
  exchange: Exchange,
  grant: Grant,
): Promise<Answer> {
  const at = findWorkspace(grant.account);
  const answer = await callMethod(at, stripChannelSign(exchange), grant);
  const person = accounts.find(({ name }) => name === grant.account)?.person ?? "";
  await events.emit({
    at,
    method: exchange.path.slice("/api/".length),
    arguments: new URLSearchParams([...exchange.query, ...readFields(exchange)]),
    answer: JSON.parse(answer.body?.toString("utf8") || "{}"),
    by: (grant.kind === "bot" ? botAuthorization(at) : personAuthorization(at, person)).user_id,
  });
  return answer;
}
