// Finds a conversation. It is read as one of its members, because the emulator hides private ones from others.
import { z } from "zod";
import type { Exchange } from "../exchange.ts";
import { listMembers } from "./seed.ts";
import type { RunningWorkspace } from "./workspace.ts";

export interface Conversation {
  readonly id: string;
  readonly name: string;
  readonly kind: "channel" | "group" | "im" | "mpim";
  readonly members: readonly string[];
}

const infoSchema = z.object({
  channel: z.object({
    id: z.string(),
    name: z.string(),
    is_im: z.boolean(),
    is_mpim: z.boolean(),
    is_private: z.boolean(),
  }),
});
const membersSchema = z.object({ members: z.array(z.string()) });

/** Removes the `#` of a channel's name: Slack accepts it, the emulator does not. */
export function stripChannelSign(exchange: Exchange): Exchange {
  if (!/^\/api\/chat\./.test(exchange.path)) return exchange;
  const body = exchange.body.toString("utf8").replace(/(?<=^|&)channel=%23/, "channel=");
  return { ...exchange, body: Buffer.from(body) };
}

export async function findConversation(at: RunningWorkspace, channel: string): Promise<Conversation | undefined> {
  for (const person of listMembers(at.workspace)) {
    const info = infoSchema.safeParse(await at.act(person, "conversations.info", { channel }));
    if (!info.success) continue;
    const { id, name, is_im, is_mpim, is_private } = info.data.channel;
    const { members } = membersSchema.parse(await at.act(person, "conversations.members", { channel }));
    const kind = is_im ? "im" : is_mpim ? "mpim" : is_private ? "group" : "channel";
    return { id, name, kind, members };
  }
  return undefined;
}
