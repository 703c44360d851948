// A sample of every event that the product reads, and which of its members it needs.
import { calendar } from "../../../lib/providers/calendar/definition.ts";
import { calendarEvents } from "../../../lib/providers/calendar/events.ts";
import { figma } from "../../../lib/providers/figma/definition.ts";
import { figmaEvents } from "../../../lib/providers/figma/events.ts";
import { github as githubProvider } from "../../../lib/providers/github/definition.ts";
import { githubEvents } from "../../../lib/providers/github/events.ts";
import { gmail } from "../../../lib/providers/gmail/definition.ts";
import { gmailEvents } from "../../../lib/providers/gmail/events.ts";
import { slack } from "../../../lib/providers/slack/definition.ts";
import { slackEvents } from "../../../lib/providers/slack/events.ts";
import type { WebhookSource } from "../../../lib/webhooks/webhook-source.ts";
import { figmaPayload, githubEvent, githubIssue, slackEnvelope, slackMessage, team } from "./payloads.ts";
import type { Sample } from "./sample.ts";
import { contactSample } from "./sample-contact.ts";

export const person = "U0ACMEADA";
const authorizations = [
  { enterprise_id: null, team_id: team, user_id: person, is_bot: false, is_enterprise_install: false },
];
const slackSample = (event: object, essence: string[], deciding: string[] = []): Sample => ({
  source: slackEvents(slack),
  content: slackEnvelope(event, { authorizations }),
  essence: ["", "type", ...essence],
  // Without its authorization nobody may see an event.
  deciding: [
    "event",
    "event.type",
    "authorizations",
    ...["", ".team_id", ".user_id", ".is_bot"].map((name) => `authorizations.0${name}`),
    ...deciding,
  ],
});
const slackEvent = (type: string, fields: object, essence: string[]): Sample => ({
  ...slackSample({ type, event_ts: "1800000000.000100", ...fields }, essence),
  isForNobody: true,
});

const github = (name: string, fields: object, essence: string[], deciding: string[] = []): Sample => ({
  source: githubEvents(githubProvider),
  content: githubEvent({ ...fields }),
  delivery: { headers: { "x-github-event": name }, link: "L".repeat(22) },
  essence: [""],
  // The name is not signed, so a body that lacks what the event needs is taken for that of another one.
  deciding: ["action", "repository", "repository.id", "repository.full_name", ...essence, ...deciding],
});
const issueEssence = (name: string) => [name, `${name}.id`, `${name}.number`];
const octo = { id: 7, login: "mona", type: "User" };
const commit = { id: "a".repeat(40), message: "Fix it", timestamp: "2027-01-15T08:00:00Z", author: { name: "Mona" } };

const figmaEvent = (fields: object): Sample => ({
  source: figmaEvents(figma),
  content: figmaPayload({ ...fields }),
  delivery: { link: "C".repeat(22) },
  essence: ["", "event_type", "file_key"],
  deciding: ["event_type"],
});
const published = [{ key: "k", name: "Button" }];

const createPush = (data: object) => ({
  message: {
    data: Buffer.from(JSON.stringify(data)).toString("base64"),
    messageId: "m-1",
    publishTime: "2027-01-15T08:00:00Z",
  },
  subscription: "projects/p/subscriptions/s",
});
const google = (source: WebhookSource): Sample => ({
  source,
  content: createPush({ emailAddress: "ada@example.com", historyId: 1_234_567 }),
  delivery: { kind: "push" },
  essence: ["", "message", "message.data", "message.messageId"],
  deciding: ["message.data"],
  isForNobody: true,
});

const attachments = [
  { title: "Disk full", text: "db-1", fields: [{ title: "Host", value: "db-1" }], blocks: [{ type: "divider" }] },
  {
    is_share: true,
    author_name: "Ben",
    message_blocks: [{ message: { blocks: [{ type: "section", text: { type: "mrkdwn", text: "hi" } }] } }],
  },
];
const blocks = [
  { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "user", user_id: "U1" }] }] },
];

export const samples: Record<string, Sample> = {
  "a Slack message": slackSample(
    slackMessage({
      files: [{ id: "F1", name: "a.png" }],
      thread_ts: "1800000000.000100",
      blocks,
      attachments,
      subtype: "bot_message",
      username: "alerts",
      bot_profile: { name: "b" },
    }),
    ["event.channel"],
    ["event.subtype"],
  ),
  "a mention": slackSample(
    slackMessage({ type: "app_mention", text: "<@U1> hi" }),
    ["event.channel"],
    ["event.text", "event.subtype"],
  ),
  "a shared file": slackSample(
    { type: "file_shared", file_id: "F1", user_id: "U1", channel_id: "C1", event_ts: "1800000000.000100" },
    ["event.file_id"],
    ["event.channel_id"],
  ),
  "a created channel": slackEvent("channel_created", { channel: { id: "C1", name: "new", creator: "U1" } }, [
    "event.channel",
    "event.channel.id",
  ]),
  "a changed channel id": slackEvent("channel_id_changed", { old_channel_id: "C1", new_channel_id: "C2" }, [
    "event.old_channel_id",
  ]),
  "a new member": slackEvent("member_joined_channel", { channel: "C1", user: "U1", inviter: "U2" }, [
    "event.channel",
    "event.user",
  ]),
  "revoked tokens": slackEvent("tokens_revoked", { tokens: { oauth: ["U1"], bot: ["U2"] } }, ["event.tokens"]),
  "an uninstalled app": slackEvent("app_uninstalled", {}, []),
  "a pressed button": {
    source: slackEvents(slack),
    content: {
      type: "block_actions",
      team: { id: team, domain: "acme" },
      user: { id: person, name: "ada" },
      trigger_id: "13345224609.738474920",
      channel: { id: "C0GENERAL", name: "general" },
      message: { ts: "1800000000.000100", text: "A card", blocks, attachments },
      actions: [{ action_id: "done", action_ts: "1800000005.000100", text: { type: "plain_text", text: "Done" } }],
    },
    delivery: { kind: "interaction" },
    essence: ["", "type", "user", "user.id"],
    deciding: ["type", "team", "team.id", "channel", "channel.id", "message", "message.ts"],
    isForNobody: true,
  },
  "a push": github(
    "push",
    {
      ref: "refs/heads/main",
      after: "b".repeat(40),
      compare: "https://github.com/o/r/compare/a",
      commits: [commit, commit],
      head_commit: commit,
      deleted: false,
    },
    ["ref", "after"],
    ["commits", "deleted"],
  ),
  "an issue": github(
    "issues",
    { action: "assigned", issue: githubIssue({ assignees: [octo], labels: [{ name: "bug" }] }), assignee: octo },
    issueEssence("issue"),
  ),
  "a pull request": github(
    "pull_request",
    {
      action: "review_requested",
      pull_request: githubIssue({ requested_reviewers: [octo, { id: 1, slug: "team" }], merged: false }),
      requested_reviewer: octo,
    },
    issueEssence("pull_request"),
  ),
  "a comment on an issue": github(
    "issue_comment",
    {
      action: "created",
      issue: githubIssue({ assignees: [octo] }),
      comment: {
        id: 1,
        body: "@mona ok",
        html_url: "https://github.com/c",
        user: octo,
        created_at: "2027-01-15T08:00:00Z",
      },
    },
    [...issueEssence("issue"), "comment", "comment.id"],
  ),
  "a release": github(
    "release",
    {
      action: "published",
      release: {
        id: 1,
        tag_name: "v1",
        name: "One",
        body: "News",
        html_url: "https://github.com/r",
        author: octo,
        published_at: "2027-01-15T08:00:00Z",
      },
    },
    ["release", "release.id"],
  ),
  "an installation": {
    ...github(
      "installation",
      {
        action: "created",
        installation: { id: 5, account: { id: 1, login: "acme", slug: "acme" } },
        repositories: [{ id: 1 }],
      },
      ["sender", "sender.id", "installation", "installation.id"],
    ),
    delivery: { headers: { "x-github-event": "installation" } },
  },
  "a Figma comment": figmaEvent({
    event_type: "FILE_COMMENT",
    comment_id: "1",
    comment: [{ text: "a " }, { mention: "7" }],
    mentions: [{ id: "7", handle: "Ada" }],
    created_at: "2027-01-15T08:00:00Z",
  }),
  "a changed Figma file": { ...figmaEvent({ event_type: "FILE_UPDATE" }), isForNobody: true },
  "a new version of a Figma file": {
    ...figmaEvent({ event_type: "FILE_VERSION_UPDATE", label: "1.0", version_id: "9", description: "d" }),
    isForNobody: true,
  },
  "a published library": {
    ...figmaEvent({
      event_type: "LIBRARY_PUBLISH",
      created_components: published,
      modified_styles: [],
      description: "d",
    }),
    isForNobody: true,
  },
  "a changed HubSpot contact": contactSample,
  "a push of Gmail": google(gmailEvents(gmail)),
  "a forwarded push of Calendar": google(calendarEvents(calendar)),
};
