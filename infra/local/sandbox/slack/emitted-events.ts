// The events that Web API calls cause (docs.slack.dev/reference/events).
import { appId, botId, botUserId } from "./seed.ts";
import type { RunningWorkspace } from "./workspace.ts";

export interface ApiCall {
  readonly at: RunningWorkspace;
  readonly method: string;
  readonly arguments: URLSearchParams;
  readonly answer: Readonly<Record<string, unknown>>;
  /** The caller's user id. */
  readonly by: string;
}

export interface EmittedEvent {
  readonly event: Readonly<Record<string, unknown>> & { readonly type: string };
  readonly channel: string;
  /** Whether the event is about the channel itself, not about a message in it. */
  readonly lifecycle: boolean;
}

type MakeEvents = (call: ApiCall) => readonly EmittedEvent[];
type Fields = Readonly<Record<string, unknown>>;

const createEvent = (channel: string, type: string, fields: Fields, lifecycle = true): EmittedEvent => ({
  event: { type, ...fields, event_ts: String(fields.event_ts ?? slackTimestamp()) },
  channel,
  lifecycle,
});

const getChannel = ({ answer }: ApiCall): Fields => (answer.channel ?? {}) as Fields;

const methods: Readonly<Record<string, MakeEvents>> = {
  "chat.postMessage": postedEvents,
  "chat.update": ({ answer, arguments: asked }) => {
    const { channel, ts } = answer as { channel: string; ts: string };
    const message = { type: "message", ts, ...(answer.message as Fields | undefined), text: asked.get("text") ?? "" };
    return [
      messageEvent(channel, { subtype: "message_changed", hidden: true, message, channel, ts: slackTimestamp() }),
    ];
  },
  "chat.delete": ({ answer }) => {
    const { channel, ts } = answer as { channel: string; ts: string };
    return [
      messageEvent(channel, {
        subtype: "message_deleted",
        hidden: true,
        deleted_ts: ts,
        channel,
        ts: slackTimestamp(),
      }),
    ];
  },
  "conversations.create": (call) => {
    const { id, name, created, creator, is_private } = getChannel(call);
    if (is_private) return [];
    const channel = { id, name, created, creator, is_channel: true, context_team_id: call.at.workspace.team.id };
    return [createEvent(String(id), "channel_created", { channel })];
  },
  "conversations.rename": (call) => {
    const { id, name, created, is_private } = getChannel(call);
    return [createEvent(String(id), `${is_private ? "group" : "channel"}_rename`, { channel: { id, name, created } })];
  },
  "conversations.archive": (call) => archiveEvents(call, "channel_archive"),
  "conversations.unarchive": (call) => archiveEvents(call, "channel_unarchive"),
  "conversations.join": (call) => [membershipEvent(call, "member_joined_channel", call.by)],
  "conversations.leave": (call) => [membershipEvent(call, "member_left_channel", call.by)],
  "conversations.invite": (call) =>
    splitList(call, "users").map((user) => membershipEvent(call, "member_joined_channel", user, { inviter: call.by })),
  "conversations.kick": (call) =>
    splitList(call, "user").map((user) => membershipEvent(call, "member_left_channel", user)),
  "files.completeUploadExternal": ({ answer, arguments: asked, by }) => {
    const files = (answer.files ?? []) as readonly { readonly id: string }[];
    const channels = (asked.get("channel_id") ?? asked.get("channels") ?? "").split(",").filter((id) => id !== "");
    return channels.flatMap((channel_id) =>
      files.map(({ id }) =>
        createEvent(channel_id, "file_shared", { channel_id, file_id: id, user_id: by, file: { id } }, false),
      ),
    );
  },
};

export function emittedEvents(call: ApiCall): readonly EmittedEvent[] {
  return call.answer.ok === true ? (methods[call.method]?.(call) ?? []) : [];
}

/** `channel_type` is added at delivery, where it is known. */
function messageEvent(channel: string, fields: Fields & { readonly ts: string }): EmittedEvent {
  return createEvent(channel, "message", { ...fields, event_ts: fields.ts }, false);
}

function postedEvents({ at, answer, by }: ApiCall): readonly EmittedEvent[] {
  const { channel, ts, message } = answer as { channel: string; ts: string; message: Fields };
  const { workspace } = at;
  const bot = by === botUserId(workspace) ? { bot_id: botId(workspace), app_id: appId } : {};
  const fields = { ...message, ...bot, team: workspace.team.id, channel, ts };
  const mentioned = String(message.text).includes(`<@${botUserId(workspace)}>`);
  const mention = createEvent(channel, "app_mention", { ...fields, type: "app_mention", event_ts: ts }, false);
  return [messageEvent(channel, fields), ...(mentioned ? [mention] : [])];
}

function archiveEvents({ arguments: asked, by }: ApiCall, type: string): readonly EmittedEvent[] {
  const channel = asked.get("channel") ?? "";
  return [createEvent(channel, type, { channel, user: by })];
}

function membershipEvent(
  { at, arguments: asked }: ApiCall,
  type: string,
  user: string,
  more: Fields = {},
): EmittedEvent {
  const channel = asked.get("channel") ?? "";
  return createEvent(channel, type, { user, channel, channel_type: "C", team: at.workspace.team.id, ...more });
}

const splitList = ({ arguments: asked }: ApiCall, name: string): string[] =>
  (asked.get(name) ?? "").split(",").filter((id) => id !== "");

/** A timestamp in Slack's form: seconds with six decimals. */
export function slackTimestamp(now: number = Date.now()): string {
  return `${(now / 1000).toFixed(3)}${String(Math.floor(Math.random() * 1000)).padStart(3, "0")}`;
}
