// docs.github.com/en/webhooks/webhook-events-and-payloads
import * as z from "zod";
import type { EventExample, WebhookExamples } from "../../webhooks/webhook-examples.ts";
import { eventBase, issueComment, issues, pullRequest, push, release } from "./events/schemas.ts";

const octo = { id: 583_231, login: "octo", type: "User" };
const url = "https://github.com/octo/hello-world";
const repository = { id: 1_296_269, full_name: "octo/hello-world", html_url: url, owner: octo };
const time = "2026-11-28T06:00:00Z";
const issue = {
  id: 73_464_126,
  number: 2,
  title: "Spelling error in the README file",
  body: "@mona please fix it by Friday.",
  html_url: `${url}/issues/2`,
  user: octo,
  assignees: [octo],
  created_at: time,
  updated_at: time,
};

const describeEvent = (name: string, about: string, schema: z.ZodObject, body: object): EventExample => ({
  name,
  about,
  schema: eventBase().extend(schema.shape),
  body: { sender: octo, ...body },
  headers: { "X-GitHub-Event": name },
});
const nothingMore = z.object({});

export const webhookExamples: WebhookExamples = {
  headers: [
    {
      name: "X-Hub-Signature-256",
      about:
        "`sha256=` and the hexadecimal HMAC-SHA256 of the body under the webhook's secret, or a linked repository's own.",
      required: true,
      example: `sha256=${"0".repeat(64)}`,
    },
    { name: "X-GitHub-Event", about: "The event's name.", required: true, example: "issues" },
    {
      name: "X-GitHub-Delivery",
      about: "GitHub's id of the delivery.",
      required: true,
      example: "72d3162e-cc78-11e3-81ab-4c9367dc0958",
    },
    { name: "X-GitHub-Hook-ID", about: "The hook's id.", example: "292430182" },
    {
      name: "X-GitHub-Hook-Installation-Target-Type",
      about: "What has the hook: a repository or an app.",
      example: "repository",
    },
    { name: "X-GitHub-Hook-Installation-Target-ID", about: "Its id.", example: "1296269" },
  ],
  query: [
    {
      name: "link",
      about: "In the address of a linked repository's hook: it names the link, whose own secret signs.",
      // Only its form: a well-formed link under a key that we do not know is a 503.
      example: "key.link",
    },
  ],
  events: [
    describeEvent("push", "Commits to a branch or a tag.", push(), {
      ref: "refs/heads/main",
      after: "6113728f27ae82c7b1a177c8d03f9e96e0adf246",
      compare: `${url}/compare/a10867b14bb7...6113728f27ae`,
      deleted: false,
      head_commit: { message: "Fix the spelling", timestamp: time },
      commits: [{ message: "Fix the spelling", timestamp: time }],
      repository,
    }),
    describeEvent("issues", "An issue was opened, closed, reopened or assigned.", issues(), {
      action: "opened",
      issue,
      repository,
    }),
    describeEvent("pull_request", "A pull request was opened, closed, merged, or is to be reviewed.", pullRequest(), {
      action: "opened",
      pull_request: { ...issue, html_url: `${url}/pull/2`, requested_reviewers: [octo], merged: false },
      repository,
    }),
    describeEvent("issue_comment", "A new comment on an issue or a pull request.", issueComment(), {
      action: "created",
      issue,
      comment: {
        id: 99_262_140,
        body: "Fixed.",
        html_url: `${url}/issues/2#issuecomment-99262140`,
        user: octo,
        created_at: time,
      },
      repository,
    }),
    describeEvent("release", "A release was published.", release(), {
      action: "published",
      release: {
        id: 17_372_790,
        tag_name: "v1.0",
        name: "First release",
        body: "Everything works.",
        html_url: `${url}/releases/tag/v1.0`,
        author: octo,
        published_at: time,
      },
      repository,
    }),
    describeEvent("installation", "The app was installed, removed, suspended or resumed.", nothingMore, {
      action: "created",
      installation: { id: 2, account: { login: "octo" } },
    }),
    describeEvent("github_app_authorization", "A person revoked their consent: the connection ends.", nothingMore, {
      action: "revoked",
    }),
    {
      ...describeEvent("ping", "Sent when a hook is made.", nothingMore, { zen: "Keep it logically awesome." }),
      isAnswered: true,
    },
  ],
};
