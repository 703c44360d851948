// docs.slack.dev/reference/events and /reference/interaction-payloads
import * as z from "zod";
import type { EventExample, WebhookExamples } from "../../webhooks/webhook-examples.ts";
import {
  blockActions,
  channelReference,
  envelope,
  fileShared,
  membershipEvent,
  message,
  tokensRevoked,
} from "./events/schemas.ts";

const eventFields = envelope().shape.event.unwrap().unwrap();

/** An event in its envelope: the worker parses the envelope first, and then what its type asks for. */
function describeEvent(type: string, about: string, schema: z.ZodObject, event: object): EventExample {
  const fields = eventFields.extend({ ...schema.shape, type: z.literal(type) });
  return {
    name: type,
    about,
    schema: envelope().extend({ type: z.literal("event_callback"), event: fields }),
    body: {
      type: "event_callback",
      team_id: "T0ACME001",
      api_app_id: "A0PATCHBAY",
      event_id: "Ev0PV52K25",
      event_time: 1_795_845_600,
      authorizations: [
        { enterprise_id: null, team_id: "T0ACME001", user_id: "U0ACMEBOT", is_bot: true, is_enterprise_install: false },
      ],
      event: { type, event_ts: "1795845600.000100", ...event },
    },
  };
}

const text = { channel: "C0GENERAL", user: "U0ACMEADA", ts: "1795845600.000100", channel_type: "channel" };
const nothingMore = z.object({});

export const webhookExamples: WebhookExamples = {
  headers: [
    {
      name: "X-Slack-Signature",
      about: "`v0=` and the hexadecimal HMAC-SHA256 of `v0:` timestamp `:` body under the signing secret.",
      required: true,
      example: `v0=${"0".repeat(64)}`,
    },
    {
      name: "X-Slack-Request-Timestamp",
      about: "Epoch seconds; five minutes off on either side at most.",
      required: true,
      example: "1795845600",
    },
    { name: "X-Slack-Retry-Num", about: "Which repetition it is, from 1.", example: "1" },
    { name: "X-Slack-Retry-Reason", about: "Why Slack repeats it.", example: "http_timeout" },
  ],
  events: [
    describeEvent("message", "A message in a channel that the bot or the person sees.", message(), {
      ...text,
      text: "Can you send the report by Friday?",
    }),
    describeEvent("app_mention", "A message that mentions the bot.", message(), {
      ...text,
      text: "<@U0ACMEBOT> can you send the report by Friday?",
    }),
    describeEvent("channel_created", "A new channel: lists of channels are read anew.", channelReference(), {
      channel: { id: "C0NEW", name: "fun", created: 1_795_845_600, creator: "U0ACMEADA" },
    }),
    describeEvent("member_joined_channel", "Somebody joined: lists of channels are read anew.", membershipEvent(), {
      channel: "C0GENERAL",
      channel_type: "C",
      user: "U0ACMEADA",
      team: "T0ACME001",
    }),
    describeEvent("file_shared", "A file in a channel.", fileShared(), {
      channel_id: "C0GENERAL",
      file_id: "F0REPORT",
      user_id: "U0ACMEADA",
      file: { id: "F0REPORT" },
    }),
    describeEvent("app_uninstalled", "The workspace removed the app: its connections end.", nothingMore, {}),
    describeEvent("tokens_revoked", "People, or the bot, revoked their tokens: those end.", tokensRevoked(), {
      tokens: { oauth: ["U0ACMEADA"], bot: [] },
    }),
    {
      name: "url_verification",
      about: "Slack asks whether the address is ours; the challenge is answered. It is signed like everything else.",
      schema: z.object({ type: z.literal("url_verification"), challenge: z.string().max(500) }),
      body: { type: "url_verification", challenge: "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P" },
      isAnswered: true,
    },
  ],
  forms: [
    {
      name: "block_actions",
      about: "A button was pressed.",
      schema: blockActions().extend({ type: z.literal("block_actions") }),
      body: {
        type: "block_actions",
        trigger_id: "12466734323.1395872398",
        team: { id: "T0ACME001" },
        user: { id: "U0ACMEADA", name: "ada" },
        channel: { id: "C0GENERAL" },
        container: { is_ephemeral: false },
        message: { ts: "1795845600.000100", text: "The report is ready." },
        actions: [{ action_ts: "1795845660.000200", text: { text: "Approve" } }],
      },
    },
  ],
};
