// Slack's errors as ours: error codes as ProviderErrors, and as Problems for a waiting user.
import type { ErrorCode } from "@slack/web-api";
import { Problem, type ProblemCode } from "../../errors.ts";
import { type FailureKind, findProviderError, ProviderError } from "../../http/provider-error.ts";

/** Slack's error codes: those common to all Web API methods, and those of the methods used here (docs.slack.dev). */
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
    user_not_visible: "absent",
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

/** The ProviderError for an answer with `ok: false`. */
export function toSlackError({ error, needed }: { error?: string | undefined; needed?: string | undefined }): Error {
  // Slack's client passes on an HTML page as if it were an error code.
  if (error === undefined || !/^[a-z_]{1,64}$/.test(error)) {
    return new ProviderError({ kind: "transient", code: "answer_unexpected" });
  }
  return new ProviderError({ kind: classByCode.get(error) ?? "permanent", code: error, ...parseMissingScopes(needed) });
}

/** The list goes into our answers, so anything that does not look like a scope is dropped. */
function parseMissingScopes(needed: string | undefined): { missingScopes?: string[] } {
  const scopes = needed?.split(",").filter((scope) => /^[a-z][a-z_.:]{1,63}$/.test(scope)) ?? [];
  return scopes.length > 0 ? { missingScopes: scopes } : {};
}

// Written out: importing the values would put Slack's client into bundles that only read.
const platformErrorCode = "slack_webapi_platform_error" satisfies `${ErrorCode}`;

/** The ProviderError for what Slack's client threw. */
export function toClientError(error: unknown): Error {
  if (error instanceof ProviderError) return error;
  if (!(error instanceof Error) || !("code" in error)) {
    return new ProviderError({ kind: "transient", code: "request_failed" });
  }
  if (error.code === platformErrorCode && "data" in error) {
    return toSlackError(error.data as { error?: string; needed?: string });
  }
  const cause = "original" in error ? findProviderError(error.original) : undefined;
  if (cause?.kind === "rate") return cause;
  // `unreachable` means the request never left; any other failure may have been carried out.
  const code = cause?.code === "unreachable" ? cause.code : String(error.code);
  return new ProviderError({ kind: "transient", code }, { cause });
}

type ProblemText = readonly [code: ProblemCode, detail: string, field?: string];

const problemTexts = (): Readonly<Record<string, ProblemText>> => {
  const blocks: ProblemText = ["invalid_request", "blocks: Slack does not accept them.", "blocks"];
  const readOnly: ProblemText = ["forbidden", "This Slack channel does not take such messages from everybody."];
  const noUser: ProblemText = ["not_found", "Slack has no such user, or does not show them to you."];
  const notYours = (what: string): ProblemText => ["forbidden", `Slack lets only its author ${what} a message.`];
  return {
    channel_not_found: ["not_found", "Slack has no such channel, or does not show it to you."],
    user_not_found: noUser,
    user_not_visible: noUser,
    message_not_found: ["not_found", "Slack has no such message in this channel."],
    thread_not_found: ["not_found", "Slack has no such thread in this channel."],
    not_in_channel: ["forbidden", "Slack allows this to members of the channel only. Join it, or invite the app."],
    is_archived: ["forbidden", "The Slack channel is archived."],
    is_inactive: ["forbidden", "The Slack channel is archived or frozen."],
    restricted_action: readOnly,
    restricted_action_read_only_channel: readOnly,
    restricted_action_thread_only_channel: readOnly,
    restricted_action_non_threadable_channel: readOnly,
    restricted_action_thread_locked: ["forbidden", "The Slack thread is locked."],
    cant_update_message: notYours("change"),
    cant_delete_message: notYours("delete"),
    compliance_exports_prevent_deletion: ["forbidden", "The Slack workspace does not allow messages to be deleted."],
    edit_window_closed: ["forbidden", "The Slack workspace does not allow a message as old as this to be changed."],
    msg_too_long: ["invalid_request", "text: is too long for Slack.", "text"],
    no_text: ["invalid_request", "text: is empty once Slack has read it.", "text"],
    markdown_text_conflict: ["invalid_request", "text: cannot stand beside these blocks.", "text"],
    invalid_blocks: blocks,
    invalid_blocks_format: blocks,
    block_mismatch: blocks,
    msg_blocks_too_long: ["invalid_request", "blocks: are too long for Slack.", "blocks"],
    cannot_reply_to_message: ["invalid_request", "thread_ts: names a message that takes no replies.", "thread_ts"],
    invalid_cursor: ["invalid_request", "pageToken: is not one of this list.", "pageToken"],
    invalid_ts_latest: ["invalid_request", "latest: is not a time that Slack knows.", "latest"],
    invalid_ts_oldest: ["invalid_request", "oldest: is not a time that Slack knows.", "oldest"],
    no_query: ["invalid_request", "q: asks for nothing.", "q"],
    answer_too_large: ["payload_too_large", "This is too much for one answer. Ask for less with limit."],
  };
};

/**
 * Runs a call for a waiting user.
 * @throws Problem for errors that the user can fix or must know about; any other error unchanged
 */
export async function withSlackProblems<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toSlackProblem(findProviderError(error)?.code) ?? error;
  }
}

function toSlackProblem(slackCode: string | undefined): Problem | undefined {
  const known = problemTexts();
  if (slackCode === undefined || !Object.hasOwn(known, slackCode)) return undefined;
  const [code, detail, field] = known[slackCode] ?? ["provider_error", ""];
  return new Problem(code, { detail, ...(field === undefined ? {} : { members: { field } }) });
}
