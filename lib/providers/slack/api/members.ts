import * as z from "zod";
import { findProviderError, type ProviderFailure } from "../../../http/provider-error.ts";
import type { SlackRead } from "./reader.ts";

const page = () =>
  z.object({
    members: z.array(z.string()),
    response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
  });

/** Members beyond these pages of a thousand are not known to be members. */
const maxPages = 20;

/** Who is in a channel; undefined where the one who reads may not know. @throws ProviderError */
export async function readMembers(read: SlackRead, channel: string): Promise<ReadonlySet<string> | undefined> {
  const members = new Set<string>();
  let cursor = "";
  try {
    for (let at = 0; at < maxPages; at++) {
      const fields = { channel, limit: "1000", ...(cursor ? { cursor } : {}) };
      const answer = await read("conversations.members", fields, page());
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

/** Slack says that one may not know. Half an answer, or a page in place of one, says nothing and may be different soon. */
const isRefused = (failure: ProviderFailure | undefined): boolean =>
  failure !== undefined &&
  ["scope", "absent", "permanent"].includes(failure.kind) &&
  failure.code !== "answer_unexpected";
