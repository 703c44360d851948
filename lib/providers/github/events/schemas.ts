// The fields that we read from GitHub's events, with bounds, because the content is untrusted. Other fields are dropped. Only the
// required ones are needed: an optional one that is odd counts as missing.
import * as z from "zod";
import { truncatedList, truncatedText } from "../../../webhooks/truncated-schemas.ts";

const id = () => z.number().int().nonnegative();
const url = () => z.string().regex(/^https?:\/\/[^\s]{1,500}$/);
const time = () => z.string().max(40);

const user = () => z.object({ id: id(), login: truncatedText(100).optional(), type: z.string().max(40).nullish() });
export type GithubUser = z.output<ReturnType<typeof user>>;

const repository = () =>
  z.object({
    id: id(),
    full_name: truncatedText(200),
    html_url: url().nullish(),
    owner: user().nullish(),
  });

/** An enterprise has a slug and a name, and no login. */
const installationAccount = () =>
  z.object({
    login: truncatedText(100).nullish(),
    name: truncatedText(100).nullish(),
    slug: truncatedText(100).nullish(),
  });

/** The fields that all events share: docs.github.com/en/webhooks/webhook-events-and-payloads */
export const eventBase = () =>
  z.object({
    action: z.string().max(64).nullish(),
    sender: user().nullish(),
    repository: repository().nullish(),
    installation: z.object({ id: id(), account: installationAccount().nullish() }).nullish(),
  });
export type EventBase = z.output<ReturnType<typeof eventBase>>;

const commit = () => z.object({ message: truncatedText(2000).nullish(), timestamp: time().nullish() });

export const push = () =>
  z.object({
    ref: truncatedText(300),
    after: truncatedText(64),
    compare: url().nullish(),
    deleted: z.boolean().nullish(),
    head_commit: commit().nullish(),
    commits: truncatedList(commit(), 100).nullish(),
  });

const issue = () =>
  z.object({
    id: id(),
    number: id(),
    title: truncatedText(300).nullish(),
    body: truncatedText(20_000).nullish(),
    html_url: url().nullish(),
    user: user().nullish(),
    assignees: truncatedList(user(), 20).nullish(),
    /** Teams have no login. */
    requested_reviewers: truncatedList(user(), 20).nullish(),
    created_at: time().nullish(),
    updated_at: time().nullish(),
    merged: z.boolean().nullish(),
  });
export type Issue = z.output<ReturnType<typeof issue>>;

export const issues = () => z.object({ issue: issue(), assignee: user().nullish() });
export const pullRequest = () =>
  z.object({ pull_request: issue(), assignee: user().nullish(), requested_reviewer: user().nullish() });

export const issueComment = () =>
  z.object({
    issue: issue(),
    comment: z.object({
      id: id(),
      body: truncatedText(20_000).nullish(),
      html_url: url().nullish(),
      user: user().nullish(),
      created_at: time().nullish(),
    }),
  });

export const release = () =>
  z.object({
    release: z.object({
      id: id(),
      tag_name: truncatedText(200).nullish(),
      name: truncatedText(200).nullish(),
      body: truncatedText(20_000).nullish(),
      html_url: url().nullish(),
      author: user().nullish(),
      published_at: time().nullish(),
    }),
  });
