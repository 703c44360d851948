// The body of POST /_sandbox/push of Slack.
import { z } from "zod";
import { pushFields } from "../push/request.ts";
import type { State } from "../state.ts";
import type { SlackEvents } from "./events.ts";
import { forgeries } from "./signed-request.ts";
import type { RunningWorkspace } from "./workspace.ts";

/** Events that end an installation. */
export const endingEvents = ["app_uninstalled", "tokens_revoked"] as const;
export type EndingEvent = (typeof endingEvents)[number];

/** Requests without an event envelope. */
export const directEvents = ["url_verification", "app_rate_limited", "block_actions", "view_submission"] as const;
export type DirectEvent = (typeof directEvents)[number];

const messageEvents = ["message", "app_mention"] as const;
const channelEvents = [
  "channel_created",
  "channel_rename",
  "channel_archive",
  "member_joined_channel",
  "member_left_channel",
  "file_shared",
] as const;

export const pushSchema = z.strictObject({
  ...pushFields,
  event: z.enum([...messageEvents, ...channelEvents, ...endingEvents, ...directEvents, "raw"]),
  workspace: z.enum(["acme", "globex"]).default("acme"),
  /** The channel's name or id; a new channel's name. */
  channel: z.string().optional(),
  /** A user of the seed, or `bot`; default: the workspace's first user. */
  from: z.string().optional(),
  /** Sends a direct message to this user instead of posting to a channel. */
  dm: z.string().optional(),
  text: z.string().default("Hello from the sandbox"),
  thread_ts: z.string().optional(),
  /** The installation the event is for: `bot` or a user; default: the first that may see it. */
  as: z.string().optional(),
  /** Another workspace's id for the envelope. */
  team: z.string().optional(),
  forge: z.enum(forgeries).optional(),
  /** For an uninstallation: which of the two events is sent first. */
  order: z.enum(["tokens_revoked", "app_uninstalled"]).default("tokens_revoked"),
  /** For `raw`: the event. */
  payload: z.record(z.string(), z.unknown()).optional(),
});
export type PushRequest = z.output<typeof pushSchema>;

export interface PushContext {
  readonly state: State;
  readonly events: SlackEvents;
  workspace(name: string): RunningWorkspace;
}
