// The fields that we read from Slack's events, with bounds, because the content is untrusted. Other fields are dropped.
import * as z from "zod";
import { truncatedList, truncatedText } from "../../../webhooks/truncated-schemas.ts";

const id = () => z.string().regex(/^[\w-]{1,64}$/);
const timestamp = () => z.string().regex(/^\d{1,12}\.\d{1,9}$/);

/** The installation that the event was sent for, one at most: docs.slack.dev/apis/events-api#authorizations */
const authorization = () =>
  z.object({
    enterprise_id: id().nullish(),
    team_id: id().nullish(),
    user_id: id(),
    is_bot: z.boolean(),
    is_enterprise_install: z.boolean().nullish(),
  });

export const envelope = () =>
  z.object({
    type: z.string().max(64),
    team_id: id().nullish(),
    enterprise_id: id().nullish(),
    api_app_id: id().optional(),
    event_id: id().optional(),
    event_time: z.number().int().nonnegative().max(1e11).optional(),
    minute_rate_limited: z.number().optional(),
    authorizations: truncatedList(authorization(), 1).nullish(),
    event: z
      .looseObject({
        type: z.string().max(64),
        subtype: z.string().max(64).optional(),
        event_ts: timestamp().optional(),
        ts: timestamp().optional(),
      })
      .optional(),
  });
export type Envelope = z.output<ReturnType<typeof envelope>>;

const file = () => z.object({ id: id(), name: truncatedText(200).nullish(), title: truncatedText(200).nullish() });

export const message = () =>
  z.object({
    channel: id(),
    channel_type: z.string().max(20).optional(),
    user: id().nullish(),
    username: truncatedText(80).nullish(),
    bot_id: id().nullish(),
    app_id: id().nullish(),
    bot_profile: z.object({ name: truncatedText(80).nullish() }).nullish(),
    /** Slack allows 40,000 characters; only the first 20,000 are read. */
    text: truncatedText(20_000).nullish(),
    ts: timestamp(),
    thread_ts: timestamp().nullish(),
    files: truncatedList(file(), 20).nullish(),
  });
export type Message = z.output<ReturnType<typeof message>>;

export const fileShared = () => z.object({ file_id: id(), user_id: id().nullish(), channel_id: id().nullish() });

/** Events about a channel have its id, or an object with it. */
export const channelReference = () =>
  z.object({ channel: z.union([id(), z.object({ id: id() }).transform((channel) => channel.id)]) });

/** User ids, not tokens: docs.slack.dev/reference/events/tokens_revoked */
export const tokensRevoked = () =>
  z.object({
    tokens: z.object({ oauth: truncatedList(id(), 10_000).nullish(), bot: truncatedList(id(), 10_000).nullish() }),
  });

/** docs.slack.dev/reference/interaction-payloads */
export const interaction = () =>
  z.object({
    type: z.string().max(64),
    api_app_id: id().optional(),
    trigger_id: z.string().max(200).optional(),
    team: z.object({ id: id() }).nullish(),
    enterprise: z.object({ id: id() }).nullish(),
    is_enterprise_install: z.boolean().nullish(),
    user: z.object({ id: id(), name: truncatedText(80).nullish() }),
    channel: z.object({ id: id() }).nullish(),
    message: z
      .object({ ts: timestamp(), thread_ts: timestamp().nullish(), text: truncatedText(20_000).nullish() })
      .nullish(),
    actions: truncatedList(
      z.object({
        action_id: truncatedText(255).optional(),
        action_ts: timestamp().optional(),
        text: z.object({ text: truncatedText(80) }).nullish(),
      }),
      25,
    ).nullish(),
  });
export type Interaction = z.output<ReturnType<typeof interaction>>;
