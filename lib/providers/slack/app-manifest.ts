// The app at Slack as a file: docs.slack.dev/reference/app-manifest, whose limits are those of this file too.
import type { AppsManifestCreateArguments } from "@slack/web-api";
import type { AppRegistration } from "../app-manifest.ts";
import { slack } from "./definition.ts";
import { manifest } from "./manifest.ts";

type SlackManifest = AppsManifestCreateArguments["manifest"];
type EventName = NonNullable<
  NonNullable<NonNullable<SlackManifest["settings"]>["event_subscriptions"]>["bot_events"]
>[number];

const [eventReceiver, , interactionReceiver] = manifest.webhook.receivers;

/**
 * What the worker understands, with the bot scopes of which one is needed: docs.slack.dev/reference/events. Slack refuses a manifest
 * that subscribes to an event without its scope.
 */
const eventScopes: Readonly<Partial<Record<EventName, readonly string[]>>> = {
  app_mention: ["app_mentions:read"],
  "message.channels": ["channels:history"],
  "message.groups": ["groups:history"],
  "message.im": ["im:history"],
  "message.mpim": ["mpim:history"],
  // A file that is shared in a channel arrives with its message too.
  file_shared: ["files:read"],
  member_joined_channel: ["channels:read", "groups:read"],
  member_left_channel: ["channels:read", "groups:read"],
  channel_archive: ["channels:read"],
  channel_created: ["channels:read"],
  channel_deleted: ["channels:read"],
  channel_id_changed: ["channels:read", "groups:read"],
  channel_left: ["channels:read"],
  channel_rename: ["channels:read"],
  channel_shared: ["channels:read", "groups:read"],
  channel_unarchive: ["channels:read"],
  channel_unshared: ["channels:read", "groups:read"],
  group_archive: ["groups:read"],
  group_deleted: ["groups:read"],
  group_left: ["groups:read"],
  group_rename: ["groups:read"],
  group_unarchive: ["groups:read"],
  app_uninstalled: [],
  tokens_revoked: [],
};

/** @throws Error in one sentence when the name is too long for Slack */
export function createSlackManifest(registration: AppRegistration): object {
  const { name, publicBaseUrl, redirectUrls, scopes, userScopes, pkce, rotatesTokens } = registration;
  if (name.length < 1 || name.length > 35) throw new Error("The name of an app at Slack has 1 to 35 characters.");
  const bot = [...(scopes ?? slack.scopes)];
  return {
    display_information: { name, description: slack.description },
    features: { bot_user: { display_name: toBotName(name), always_online: false } },
    oauth_config: {
      redirect_urls: [...redirectUrls],
      scopes: { bot: bot as BotScopes, user: [...(userScopes ?? slack.userScopes ?? [])] as UserScopes },
      ...(pkce ? { pkce_enabled: true } : {}),
    },
    settings: {
      event_subscriptions: { request_url: `${publicBaseUrl}${eventReceiver.path}`, bot_events: selectEvents(bot) },
      interactivity: { is_enabled: true, request_url: `${publicBaseUrl}${interactionReceiver.path}` },
      org_deploy_enabled: false,
      socket_mode_enabled: false,
      token_rotation_enabled: rotatesTokens,
    },
  } satisfies SlackManifest;
}

type Scopes = NonNullable<NonNullable<SlackManifest["oauth_config"]>["scopes"]>;
/** A stage may name scopes that Slack's package does not know yet. */
type BotScopes = NonNullable<Scopes["bot"]>;
type UserScopes = NonNullable<Scopes["user"]>;

const selectEvents = (granted: readonly string[]): EventName[] =>
  (Object.keys(eventScopes) as EventName[]).filter((event) => {
    const needed = eventScopes[event] ?? [];
    return needed.length === 0 || needed.some((scope) => granted.includes(scope));
  });

/** Slack takes small letters, digits, `-`, `_` and `.` only. */
const toBotName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, "-")
    .replaceAll(/^-+|-+$/g, "") || "patchbay";
