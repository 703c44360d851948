// The Web API in front of the emulator, which would take any token for the default user's.
import type { Grant } from "../grants.ts";
import { type Answer, bearer, type Exchange, fields, json } from "../messages.ts";
import type { State } from "../state.ts";
import { asBot, asPerson } from "./authorizations.ts";
import { withBareName } from "./channel.ts";
import type { SlackEvents } from "./events.ts";
import { timestamp } from "./happenings.ts";
import { callMethod } from "./methods.ts";
import { revokedByCall } from "./push-ending.ts";
import { accounts } from "./seed.ts";
import { slackError } from "./token.ts";
import type { RunningWorkspace } from "./workspace.ts";

export interface SlackApi {
  readonly state: State;
  readonly events: SlackEvents;
  workspaceOf(account: string): RunningWorkspace;
}

/** The app-level token, with `authorizations:read`. */
const appToken = "xapp-sandbox-slack";

export async function answerApi(api: SlackApi, exchange: Exchange): Promise<Answer> {
  const token = bearer(exchange) ?? fields(exchange).get("token") ?? exchange.query.get("token");
  if (token === null) return slackError("not_authed");
  if (exchange.path === "/api/apps.event.authorizations.list") {
    return token === appToken ? api.events.authorizationsList(exchange) : slackError("not_allowed_token_type");
  }
  const { standing, grant } = api.state.grants.look(token);
  if (standing === "expired") return slackError("token_expired");
  if (standing === "revoked") return slackError("token_revoked");
  if (!grant) return slackError("invalid_auth");
  return exchange.path === "/api/auth.revoke" ? revoke(api, exchange, grant) : call(api, exchange, grant);
}

function revoke({ state, events, workspaceOf }: SlackApi, exchange: Exchange, grant: Grant): Answer {
  const onlyATest = (fields(exchange).get("test") ?? exchange.query.get("test")) === "1";
  // The pair goes together: with rotation a refresh token outliving its revoked access token would undo the revocation.
  if (!onlyATest) {
    const at = workspaceOf(grant.account);
    grant.revoked = true;
    for (const event of revokedByCall(state, at, grant)) {
      events.sendUnasked(at, { ...event, event_ts: timestamp() }, [asBot(at)]);
    }
  }
  return json({ ok: true, revoked: !onlyATest });
}

async function call({ events, workspaceOf }: SlackApi, exchange: Exchange, grant: Grant): Promise<Answer> {
  const at = workspaceOf(grant.account);
  const answer = await callMethod(at, withBareName(exchange), grant);
  const person = accounts.find(({ name }) => name === grant.account)?.person ?? "";
  await events.happened({
    at,
    method: exchange.path.slice("/api/".length),
    arguments: new URLSearchParams([...exchange.query, ...fields(exchange)]),
    answer: JSON.parse(answer.body?.toString("utf8") || "{}"),
    by: (grant.kind === "bot" ? asBot(at) : asPerson(at, person)).user_id,
  });
  return answer;
}
