import * as z from "zod";
import { findProviderError, type ProviderFailure } from "../../../http/provider-error.ts";
import { responseMetadata } from "../paging.ts";
import type { SlackRead } from "./reader.ts";

const memberPage = () =>
  z.object({
    members: z.array(z.string()),
    response_metadata: responseMetadata(),
  });

/** Pages of a thousand; people beyond them do not count as members. */
const maxPages = 20;

/** The members of a channel; undefined if the token may not list them. @throws ProviderError */
export async function readMembers(read: SlackRead, channel: string): Promise<ReadonlySet<string> | undefined> {
  const members = new Set<string>();
  let cursor = "";
  try {
    for (let page = 0; page < maxPages; page++) {
      const fields = { channel, limit: "1000", ...(cursor ? { cursor } : {}) };
      const answer = await read("conversations.members", fields, memberPage());
      for (const member of answer.members) members.add(member);
      cursor = answer.response_metadata?.next_cursor ?? "";
      if (cursor === "") break;
    }
    return members;
  } catch (error) {
    if (isRefused(findProviderError(error))) return undefined;
    throw error;
  }
}

/** Whether Slack refused the list. An incomplete or unreadable answer is no refusal: the next one may be fine. */
const isRefused = (failure: ProviderFailure | undefined): boolean =>
  failure !== undefined &&
  ["scope", "absent", "permanent"].includes(failure.kind) &&
  failure.code !== "answer_unexpected";
