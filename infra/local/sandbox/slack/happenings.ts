// Which events a Web API call leads to (docs.slack.dev/reference/events).
import { appId, botId, botUser } from "./seed.ts";
import type { RunningWorkspace } from "./workspace.ts";

export interface Call {
  readonly at: RunningWorkspace;
  readonly method: string;
  readonly arguments: URLSearchParams;
  readonly answer: Readonly<Record<string, unknown>>;
  /** The user id of who called. */
  readonly by: string;
}

export interface Happening {
  readonly event: Readonly<Record<string, unknown>> & { readonly type: string };
  readonly channel: string;
  /** About the channel itself, not about what is said in it. */
  readonly lifecycle: boolean;
}

type Made = (call: Call) => readonly Happening[];
type Fields = Readonly<Record<string, unknown>>;

const about = (channel: string, type: string, fields: Fields, lifecycle = true): Happening => ({
  event: { type, ...fields, event_ts: String(fields.event_ts ?? timestamp()) },
  channel,
  lifecycle,
});

const channelOf = ({ answer }: Call): Fields => (answer.channel ?? {}) as Fields;

const methods: Readonly<Record<string, Made>> = {
  "chat.postMessage": posted,
  "chat.update": ({ answer, arguments: asked }) => {
    const { channel, ts } = answer as { channel: string; ts: string };
    const message = { type: "message", ts, ...(answer.message as Fields | undefined), text: asked.get("text") ?? "" };
    return [said(channel, { subtype: "message_changed", hidden: true, message, channel, ts: timestamp() })];
  },
  "chat.delete": ({ answer }) => {
    const { channel, ts } = answer as { channel: string; ts: string };
    return [said(channel, { subtype: "message_deleted", hidden: true, deleted_ts: ts, channel, ts: timestamp() })];
  },
  "conversations.create": (call) => {
    const { id, name, created, creator, is_private } = channelOf(call);
    if (is_private) return [];
    const channel = { id, name, created, creator, is_channel: true, context_team_id: call.at.workspace.team.id };
    return [about(String(id), "channel_created", { channel })];
  },
  "conversations.rename": (call) => {
    const { id, name, created, is_private } = channelOf(call);
    return [about(String(id), `${is_private ? "group" : "channel"}_rename`, { channel: { id, name, created } })];
  },
  "conversations.archive": (call) => archived(call, "channel_archive"),
  "conversations.unarchive": (call) => archived(call, "channel_unarchive"),
  "conversations.join": (call) => [membership(call, "member_joined_channel", call.by)],
  "conversations.leave": (call) => [membership(call, "member_left_channel", call.by)],
  "conversations.invite": (call) =>
    list(call, "users").map((user) => membership(call, "member_joined_channel", user, { inviter: call.by })),
  "conversations.kick": (call) => list(call, "user").map((user) => membership(call, "member_left_channel", user)),
  "files.completeUploadExternal": ({ answer, arguments: asked, by }) => {
    const files = (answer.files ?? []) as readonly { readonly id: string }[];
    const channels = (asked.get("channel_id") ?? asked.get("channels") ?? "").split(",").filter((id) => id !== "");
    return channels.flatMap((channel_id) =>
      files.map(({ id }) =>
        about(channel_id, "file_shared", { channel_id, file_id: id, user_id: by, file: { id } }, false),
      ),
    );
  },
};

export function happenings(call: Call): readonly Happening[] {
  return call.answer.ok === true ? (methods[call.method]?.(call) ?? []) : [];
}

/** The kind of conversation is added on delivery, where it is known. */
function said(channel: string, fields: Fields & { readonly ts: string }): Happening {
  return about(channel, "message", { ...fields, event_ts: fields.ts }, false);
}

function posted({ at, answer, by }: Call): readonly Happening[] {
  const { channel, ts, message } = answer as { channel: string; ts: string; message: Fields };
  const { workspace } = at;
  const bot = by === botUser(workspace) ? { bot_id: botId(workspace), app_id: appId } : {};
  const fields = { ...message, ...bot, team: workspace.team.id, channel, ts };
  const mentioned = String(message.text).includes(`<@${botUser(workspace)}>`);
  const mention = about(channel, "app_mention", { ...fields, type: "app_mention", event_ts: ts }, false);
  return [said(channel, fields), ...(mentioned ? [mention] : [])];
}

function archived({ arguments: asked, by }: Call, type: string): readonly Happening[] {
  const channel = asked.get("channel") ?? "";
  return [about(channel, type, { channel, user: by })];
}

function membership({ at, arguments: asked }: Call, type: string, user: string, more: Fields = {}): Happening {
  const channel = asked.get("channel") ?? "";
  return about(channel, type, { user, channel, channel_type: "C", team: at.workspace.team.id, ...more });
}

const list = ({ arguments: asked }: Call, name: string): string[] =>
  (asked.get(name) ?? "").split(",").filter((id) => id !== "");

/** Slack's: seconds with six decimals. */
export function timestamp(now: number = Date.now()): string {
  return `${(now / 1000).toFixed(3)}${String(Math.floor(Math.random() * 1000)).padStart(3, "0")}`;
}
