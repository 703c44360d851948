import type { Manifest } from "../manifest.ts";

export const displayName = "Slack";

export const manifest = {
  id: "slack",
  displayName,
  application: "slack",
  environmentPrefix: "SLACK",
  registerAt: "https://api.slack.com/apps",
  hasAppManifest: true,
  tags: {
    slack: { name: displayName, about: "A connected Slack workspace, as the bot." },
    "slack-v2": { name: "Slack v2", about: "A connected Slack workspace, as the person who connected it." },
  },
  webhook: {
    receivers: [
      {
        path: "/api/integrations/slack/webhook",
        run: "slack/webhook",
        summary: "Slack's events",
        takesForms: true,
        answers: "challenge",
      },
      {
        path: "/api/v1/webhooks/slack/events",
        run: "slack/webhook",
        lambda: "webhooks-v1/slack-events",
        summary: "Slack's events",
        takesForms: true,
        answers: "challenge",
      },
      {
        path: "/api/v1/webhooks/slack/interactive",
        run: "slack/webhook",
        lambda: "webhooks-v1/slack-interactive",
        summary: "Slack's interactions; the answer is empty, since Slack would show any text",
        takesForms: true,
        answers: "nothing",
      },
    ],
    proofs: ["webhook-secret"],
    verifier: {
      name: "slackSignature",
      header: "X-Slack-Signature",
      about: "`v0=` and the HMAC-SHA256 of `v0:` timestamp `:` body.",
    },
    secret: {
      variable: "SLACK_SIGNING_SECRET",
      about: "Events and interactivity: request URL <publicBaseUrl>/api/integrations/slack/webhook",
    },
  },
  pkceIsSetting: true,
  postsNotifications: true,
  keepsLists: true,
  tools: {
    list_channels: "GET /api/v2/slack/channels",
    read_messages: "GET /api/v2/slack/channels/{id}/messages",
    search_messages: "GET /api/v2/slack/search",
    list_users: "GET /api/v2/slack/users",
    post_message: "POST /api/v2/slack/channels/{id}/messages",
  },
  sandbox: {
    port: 11,
    endpoints: {
      authorize: "/oauth/v2/authorize",
      token: "/api/oauth.v2.access",
      revoke: "/api/auth.revoke",
      api: "/api/",
    },
    settings: { v2Speaks: "tenant-bot" },
  },
} as const satisfies Manifest;
