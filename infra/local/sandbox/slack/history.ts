// conversations.history and conversations.replies: the emulator ignores time bounds and returns a thread as one page.
import { z } from "zod";
import { type Answer, jsonAnswer } from "../exchange.ts";
import { decodeCursor, encodeCursor } from "./cursors.ts";
import { callEmulator, type Method, type MethodCall } from "./method.ts";
import { appId, botId, botUserId, type Workspace } from "./seed.ts";
import { slackError } from "./token.ts";

const messageSchema = z.looseObject({
  ts: z.string(),
  user: z.string().optional(),
  reply_count: z.number().optional(),
});
type Message = z.output<typeof messageSchema>;

const answerSchema = z.union([
  z.object({ ok: z.literal(true), messages: z.array(messageSchema) }),
  z.looseObject({ ok: z.literal(false) }),
]);

/** Newest first. */
export const readHistory: Method = async (call) => {
  const { asked } = call;
  const all = await readAllMessages(call, { channel: asked.get("channel") ?? "" });
  if (!all.ok) return jsonAnswer(all);
  const oldest = Number(asked.get("oldest") ?? 0);
  const latest = Number(asked.get("latest") ?? Number.POSITIVE_INFINITY);
  if (Number.isNaN(oldest)) return slackError("invalid_ts_oldest");
  if (Number.isNaN(latest)) return slackError("invalid_ts_latest");
  const inclusive = ["true", "1"].includes(asked.get("inclusive") ?? "");
  const between = all.messages.filter(({ ts }) => {
    const at = Number(ts);
    return (at > oldest && at < latest) || (inclusive && (at === oldest || at === latest));
  });
  return buildPage(between, asked, 100);
};

/** Oldest first, including the thread's first message. */
export const readReplies: Method = async (call) => {
  const { asked } = call;
  const all = await readAllMessages(call, { channel: asked.get("channel") ?? "", ts: asked.get("ts") ?? "" });
  if (!all.ok) return jsonAnswer(all);
  return all.messages.length === 0 ? slackError("thread_not_found") : buildPage(all.messages, asked, 1000);
};

async function readAllMessages(call: MethodCall, form: Readonly<Record<string, string>>) {
  const answer = answerSchema.parse(await callEmulator(call, { ...form, limit: "1000" }));
  return answer.ok
    ? { ...answer, messages: answer.messages.map((one) => completeMessage(one, call.at.workspace)) }
    : answer;
}

/** Adds the fields that Slack has on a bot's messages and on a thread's first message. */
function completeMessage(one: Message, workspace: Workspace): Message {
  const bot = one.user === botUserId(workspace) ? { bot_id: botId(workspace), app_id: appId } : {};
  return { ...one, ...bot, ...(one.reply_count ? { thread_ts: one.ts } : {}) };
}

function buildPage(all: readonly Message[], asked: URLSearchParams, usual: number): Answer {
  const cursor = asked.get("cursor") ?? "";
  const cursorTimestamp = decodeCursor("next_ts", cursor);
  const from = cursor === "" ? 0 : all.findIndex(({ ts }) => ts.replace(".", "") === cursorTimestamp);
  if (from < 0) return slackError("invalid_cursor");
  const to = from + Math.min(Number(asked.get("limit")) || usual, 999);
  const next = all[to]?.ts.replace(".", "");
  return jsonAnswer({
    ok: true,
    messages: all.slice(from, to),
    has_more: next !== undefined,
    ...(next === undefined ? {} : { response_metadata: { next_cursor: encodeCursor("next_ts", next) } }),
  });
}
