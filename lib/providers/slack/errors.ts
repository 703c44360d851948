// Slack's refusals of what somebody has asked for, where we can say what is wrong with it.
import { Problem, type ProblemCode } from "../../errors.ts";
import { findProviderError } from "../../http/provider-error.ts";
import type { ApiAccess } from "../../provider-client/request.ts";
import { createSlackReader, type SlackRead } from "./api/reader.ts";

type ProblemText = readonly [code: ProblemCode, detail: string, field?: string];

const problemTexts = (): Readonly<Record<string, ProblemText>> => {
  const blocks: ProblemText = ["invalid_request", "blocks: Slack does not accept them.", "blocks"];
  const readOnly: ProblemText = ["forbidden", "This Slack channel does not take such messages from everybody."];
  const notYours = (what: string): ProblemText => ["forbidden", `Slack lets only its author ${what} a message.`];
  return {
    channel_not_found: ["not_found", "Slack has no such channel, or does not show it to you."],
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
 * Runs a call that somebody waits for.
 * @throws Problem for what they can mend or must know, in our words; every other failure as it is
 */
export async function withSlackProblems<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toSlackProblem(findProviderError(error)?.code) ?? error;
  }
}

function toSlackProblem(said: string | undefined): Problem | undefined {
  const known = problemTexts();
  if (said === undefined || !Object.hasOwn(known, said)) return undefined;
  const [code, detail, field] = known[said] ?? ["provider_error", ""];
  return new Problem(code, { detail, ...(field === undefined ? {} : { members: { field } }) });
}

/** Reads for somebody who waits: refusals as `withSlackProblems`. */
export function createUserReader({ provider, token, fetch }: ApiAccess): SlackRead {
  const read = createSlackReader(provider, token, fetch);
  return (method, fields, schema) => withSlackProblems(() => read(method, fields, schema));
}
