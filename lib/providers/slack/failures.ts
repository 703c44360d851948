import { type FailureClass, failed } from "../../http/provider-failure.ts";

/** docs.slack.dev: errors common to all Web API methods, and those of the methods used here. */
const classes: ReadonlyMap<string, FailureClass> = new Map(
  Object.entries({
    invalid_auth: "token",
    not_authed: "token",
    token_expired: "token",
    token_revoked: "token",
    account_inactive: "token",
    missing_scope: "scope",
    no_permission: "scope",
    not_allowed_token_type: "scope",
    restricted_action: "scope",
    not_in_channel: "scope",
    channel_not_found: "absent",
    user_not_found: "absent",
    ratelimited: "rate",
    rate_limited: "rate",
    internal_error: "transient",
    fatal_error: "transient",
    service_unavailable: "transient",
    request_timeout: "transient",
    team_added_to_org: "transient",
    fetch_members_failed: "transient",
  }),
);

/** What an answer with `ok: false` stands for. */
export function refusal({ error: code = "unknown", needed }: { error?: string; needed?: string }): Error {
  // Slack's client hands a page of HTML on as if it were an error code.
  if (!/^[a-z_]{1,64}$/.test(code)) return failed({ class: "transient", code: "answer_unexpected" });
  const missing = needed === undefined ? {} : { missingScopes: needed.split(",") };
  return failed({ class: classes.get(code) ?? "permanent", code, ...missing });
}
