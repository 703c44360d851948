// search.messages: searches the channels that the user may read. Bots may not call it.
import { z } from "zod";
import { type Answer, jsonAnswer } from "../exchange.ts";
import type { Method } from "./method.ts";
import { accounts, botUserId, listMembers, userId } from "./seed.ts";
import { slackError } from "./token.ts";
import type { RunningWorkspace } from "./workspace.ts";

const channelsSchema = z.object({
  channels: z.array(z.object({ id: z.string(), name: z.string(), is_private: z.boolean() })),
});
const messagesSchema = z.object({
  messages: z.array(z.object({ ts: z.string(), user: z.string(), text: z.string() })),
});

export const searchMessages: Method = async ({ at, grant, asked }) => {
  if (grant.kind === "bot") return slackError("not_allowed_token_type");
  if (!grant.scopes.includes("search:read")) {
    return slackError("missing_scope", { needed: "search:read", provided: grant.scopes.join(",") });
  }
  const query = asked.get("query") ?? "";
  if (query.trim() === "") return slackError("no_query");
  const person = accounts.find(({ name }) => name === grant.account)?.person ?? "";
  const words = query.toLowerCase().split(/\s+/);
  const readable = await readEverything(at, person);
  const found = readable.filter(({ text }) => words.every((word) => text.toLowerCase().includes(word)));
  return buildPage(found, query, asked);
};

async function readEverything(at: RunningWorkspace, person: string) {
  const types = "public_channel,private_channel";
  const list = channelsSchema.parse(await at.act(person, "conversations.list", { types, limit: "1000" }));
  const read = list.channels.map(async (channel) => {
    const history = await at.act(person, "conversations.history", { channel: channel.id, limit: "1000" });
    return messagesSchema
      .parse(history)
      .messages.map((one) => ({ ...one, ...toSearchResult(at, one, channel.id), channel }));
  });
  return (await Promise.all(read)).flat().sort((a, b) => Number(b.ts) - Number(a.ts));
}

function toSearchResult({ workspace }: RunningWorkspace, one: { ts: string; user: string }, channel: string) {
  const speaker = listMembers(workspace).find((name) => userId(workspace, name) === one.user);
  return {
    type: "message",
    team: workspace.team.id,
    username: one.user === botUserId(workspace) ? "patchbay" : (speaker ?? ""),
    permalink: `https://${workspace.name}.slack.com/archives/${channel}/p${one.ts.replace(".", "")}`,
  };
}

function buildPage(found: readonly object[], query: string, asked: URLSearchParams): Answer {
  const count = Math.min(Number(asked.get("count")) || 20, 100);
  const page = Number(asked.get("page")) || 1;
  const total = found.length;
  const pages = Math.ceil(total / count);
  const matches = found.slice((page - 1) * count, page * count);
  return jsonAnswer({ ok: true, query, messages: { total, matches, paging: { count, total, page, pages } } });
}
