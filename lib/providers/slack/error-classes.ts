import { type FailureKind, ProviderError } from "../../http/provider-error.ts";

/** docs.slack.dev: errors common to all Web API methods, and those of the methods used here. */
const classByCode: ReadonlyMap<string, FailureKind> = new Map(
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
    users_not_found: "absent",
    message_not_found: "absent",
    thread_not_found: "absent",
    ratelimited: "rate",
    rate_limited: "rate",
    message_limit_exceeded: "rate",
    internal_error: "transient",
    fatal_error: "transient",
    service_unavailable: "transient",
    request_timeout: "transient",
    team_added_to_org: "transient",
    fetch_members_failed: "transient",
  }),
);

/** What an answer with `ok: false` stands for. */
export function toSlackError({ error, needed }: { error?: string | undefined; needed?: string | undefined }): Error {
  // Slack's client hands a page of HTML on as if it were an error code.
  if (error === undefined || !/^[a-z_]{1,64}$/.test(error)) {
    return new ProviderError({ kind: "transient", code: "answer_unexpected" });
  }
  return new ProviderError({ kind: classByCode.get(error) ?? "permanent", code: error, ...parseMissingScopes(needed) });
}

/** Clients are told which scopes are missing, so only what looks like scopes counts. */
function parseMissingScopes(needed: string | undefined): { missingScopes?: string[] } {
  const scopes = needed?.split(",").filter((scope) => /^[a-z][a-z_.:]{1,63}$/.test(scope)) ?? [];
  return scopes.length > 0 ? { missingScopes: scopes } : {};
}
