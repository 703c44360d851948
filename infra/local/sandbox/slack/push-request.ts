// What POST /_sandbox/push of Slack takes, and who carries it out.
import { z } from "zod";
import { pushFields } from "../push/request.ts";
import type { State } from "../state.ts";
import type { SlackEvents } from "./events.ts";
import { forgeries } from "./signed-request.ts";
import type { RunningWorkspace } from "./workspace.ts";

/** How the app's time in a workspace ends. */
export const endingEvents = ["app_uninstalled", "tokens_revoked"] as const;
export type EndingEvent = (typeof endingEvents)[number];

/** What comes without an event around it. */
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
  /** Name or id; of a new channel the name. */
  channel: z.string().optional(),
  /** Somebody of the seed, or `bot`; the first of the workspace unless given. */
  from: z.string().optional(),
  /** Sends a direct message to this person instead of posting into a channel. */
  dm: z.string().optional(),
  text: z.string().default("Hello from the sandbox"),
  thread_ts: z.string().optional(),
  /** The installation it is for: `bot` or a person; else the first that may see it. */
  as: z.string().optional(),
  /** Another workspace's id on the envelope. */
  team: z.string().optional(),
  forge: z.enum(forgeries).optional(),
  /** Of an uninstallation: which of the two events comes first. */
  order: z.enum(["tokens_revoked", "app_uninstalled"]).default("tokens_revoked"),
  /** The event of `raw`. */
  payload: z.record(z.string(), z.unknown()).optional(),
});
export type PushRequest = z.output<typeof pushSchema>;

export interface PushContext {
  readonly state: State;
  readonly events: SlackEvents;
  workspace(name: string): RunningWorkspace;
}
