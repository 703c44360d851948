// The fields that we read from Slack's events, with bounds, because the content is untrusted. Other fields are dropped. Only the
// required ones are needed: an optional one that is odd counts as missing.
import * as z from "zod";
import { truncatedList, truncatedText } from "../../../webhooks/truncated-schemas.ts";

const id = () => z.string().regex(/^[\w-]{1,64}$/);
const timestamp = () => z.string().regex(/^\d{1,10}\.\d{1,9}$/);
const epochSeconds = () =>
  z.union([
    z.number().int().nonnegative().max(9_999_999_999),
    z
      .string()
      .regex(/^\d{1,10}$/)
      .transform(Number),
  ]);

/** The installation that the event was sent for, one at most: docs.slack.dev/apis/events-api#authorizations */
const authorization = () =>
  z.object({
    enterprise_id: id().nullish(),
    team_id: id().nullish(),
    user_id: id().nullish(),
    /** Without it, the installation counts as the bot's, whose events only members of the channel may see. */
    is_bot: z.boolean().nullish(),
    is_enterprise_install: z.boolean().nullish(),
  });

export const envelope = () =>
  z.object({
    type: z.string(),
    team_id: id().nullish(),
    enterprise_id: id().nullish(),
    api_app_id: id().nullish(),
    event_id: id().nullish(),
    event_time: epochSeconds().nullish(),
    authorizations: truncatedList(authorization(), 1).nullish(),
    event: z
      .looseObject({
        type: z.string(),
        subtype: z.unknown().optional(),
        event_ts: timestamp().nullish(),
        ts: timestamp().nullish(),
      })
      .nullish(),
  });
export type Envelope = z.output<ReturnType<typeof envelope>>;

const file = () => z.object({ id: id(), name: truncatedText(200).nullish(), title: truncatedText(200).nullish() });

export const message = () =>
  z.object({
    channel: id(),
    channel_type: z.string().max(20).nullish(),
    user: id().nullish(),
    username: truncatedText(80).nullish(),
    bot_id: id().nullish(),
    app_id: id().nullish(),
    bot_profile: z.object({ name: truncatedText(80).nullish() }).nullish(),
    /** Slack allows 40,000 characters; only the first 20,000 are read. */
    text: truncatedText(20_000).nullish(),
    ts: timestamp().nullish(),
    /** The same as `ts` for a new message. */
    event_ts: timestamp().nullish(),
    thread_ts: timestamp().nullish(),
    files: truncatedList(file(), 20).nullish(),
    /** Read by `readMessageContent`. */
    blocks: z.unknown().optional(),
    attachments: z.unknown().optional(),
  });
export type Message = z.output<ReturnType<typeof message>>;

export const fileShared = () => z.object({ file_id: id(), user_id: id().nullish(), channel_id: id().nullish() });

/** Events about a channel have its id, or an object with it. */
export const channelReference = () =>
  z.object({ channel: z.union([id(), z.object({ id: id() }).transform((channel) => channel.id)]) });

export const membershipEvent = () => channelReference().extend({ user: z.string().max(64) });

/** User ids, not tokens: docs.slack.dev/reference/events/tokens_revoked */
export const tokensRevoked = () =>
  z.object({
    tokens: z.object({ oauth: truncatedList(id(), 10_000).nullish(), bot: truncatedList(id(), 10_000).nullish() }),
  });

/** docs.slack.dev/reference/interaction-payloads */
export const interaction = () => z.object({ type: z.string() });

/** docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export const blockActions = () =>
  z.object({
    trigger_id: z.string().max(200).nullish(),
    team: z.object({ id: id() }).nullish(),
    enterprise: z.object({ id: id() }).nullish(),
    is_enterprise_install: z.boolean().nullish(),
    user: z.object({ id: id(), name: truncatedText(80).nullish() }),
    channel: z.object({ id: id() }).nullish(),
    container: z.object({ is_ephemeral: z.unknown().optional() }).nullish(),
    message: z
      .object({
        ts: timestamp(),
        thread_ts: timestamp().nullish(),
        text: truncatedText(20_000).nullish(),
        blocks: z.unknown().optional(),
        attachments: z.unknown().optional(),
      })
      .nullish(),
    actions: truncatedList(
      z.object({
        action_ts: timestamp().nullish(),
        text: z.object({ text: truncatedText(80) }).nullish(),
      }),
      25,
    ).nullish(),
  });
export type BlockActions = z.output<ReturnType<typeof blockActions>>;
