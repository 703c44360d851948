// conversations.history and conversations.replies: the emulator knows no times, and gives a thread as one page.
import { z } from "zod";
import { type Answer, json } from "../messages.ts";
import { cursorOf, cursorSays } from "./cursors.ts";
import { emulated, type Method, type MethodCall } from "./method.ts";
import { appId, botId, botUser, type Workspace } from "./seed.ts";
import { slackError } from "./token.ts";

const message = z.looseObject({ ts: z.string(), user: z.string().optional(), reply_count: z.number().optional() });
type Message = z.output<typeof message>;

const answered = z.union([
  z.object({ ok: z.literal(true), messages: z.array(message) }),
  z.looseObject({ ok: z.literal(false) }),
]);

/** Newest first. */
export const readHistory: Method = async (call) => {
  const { asked } = call;
  const all = await allMessages(call, { channel: asked.get("channel") ?? "" });
  if (!all.ok) return json(all);
  const oldest = Number(asked.get("oldest") ?? 0);
  const latest = Number(asked.get("latest") ?? Number.POSITIVE_INFINITY);
  if (Number.isNaN(oldest)) return slackError("invalid_ts_oldest");
  if (Number.isNaN(latest)) return slackError("invalid_ts_latest");
  const inclusive = ["true", "1"].includes(asked.get("inclusive") ?? "");
  const between = all.messages.filter(({ ts }) => {
    const at = Number(ts);
    return (at > oldest && at < latest) || (inclusive && (at === oldest || at === latest));
  });
  return page(between, asked, 100);
};

/** Oldest first, what the thread begins with included. */
export const readReplies: Method = async (call) => {
  const { asked } = call;
  const all = await allMessages(call, { channel: asked.get("channel") ?? "", ts: asked.get("ts") ?? "" });
  if (!all.ok) return json(all);
  return all.messages.length === 0 ? slackError("thread_not_found") : page(all.messages, asked, 1000);
};

async function allMessages(call: MethodCall, form: Readonly<Record<string, string>>) {
  const answer = answered.parse(await emulated(call, { ...form, limit: "1000" }));
  return answer.ok ? { ...answer, messages: answer.messages.map((one) => complete(one, call.at.workspace)) } : answer;
}

/** What Slack adds to what a bot has said, and to what a thread begins with. */
function complete(one: Message, workspace: Workspace): Message {
  const bot = one.user === botUser(workspace) ? { bot_id: botId(workspace), app_id: appId } : {};
  return { ...one, ...bot, ...(one.reply_count ? { thread_ts: one.ts } : {}) };
}

function page(all: readonly Message[], asked: URLSearchParams, usual: number): Answer {
  const cursor = asked.get("cursor") ?? "";
  const says = cursorSays("next_ts", cursor);
  const from = cursor === "" ? 0 : all.findIndex(({ ts }) => ts.replace(".", "") === says);
  if (from < 0) return slackError("invalid_cursor");
  const to = from + Math.min(Number(asked.get("limit")) || usual, 999);
  const next = all[to]?.ts.replace(".", "");
  return json({
    ok: true,
    messages: all.slice(from, to),
    has_more: next !== undefined,
    ...(next === undefined ? {} : { response_metadata: { next_cursor: cursorOf("next_ts", next) } }),
  });
}
