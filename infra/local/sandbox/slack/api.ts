// The Web API in front of the emulator, which would take any token for the default user's.
import { type Answer, bearer, type Exchange, fields, json } from "../messages.ts";
import type { State } from "../state.ts";
import { slackError } from "./token.ts";
import type { RunningWorkspace } from "./workspace.ts";

export async function answerApi(
  state: State,
  workspaceOf: (account: string) => RunningWorkspace,
  exchange: Exchange,
): Promise<Answer> {
  const token = bearer(exchange) ?? fields(exchange).get("token") ?? exchange.query.get("token");
  if (token === null) return slackError("not_authed");
  const { standing, grant } = state.grants.look(token);
  if (standing === "expired") return slackError("token_expired");
  if (standing === "revoked") return slackError("token_revoked");
  if (!grant) return slackError("invalid_auth");
  if (exchange.path !== "/api/auth.revoke") return workspaceOf(grant.account).call(exchange, grant.inner);
  const onlyATest = (fields(exchange).get("test") ?? exchange.query.get("test")) === "1";
  // The pair goes together: with rotation a refresh token outliving its revoked access token would undo the revocation.
  if (!onlyATest) grant.revoked = true;
  return json({ ok: true, revoked: !onlyATest });
}
