// The fields that we read from GitHub's events, with bounds, because the content is untrusted. Other fields are dropped.
import * as z from "zod";
import { truncatedList, truncatedText } from "../../../webhooks/truncated-schemas.ts";

const id = () => z.number().int().nonnegative();
const url = () => z.string().regex(/^https?:\/\/[^\s]{1,500}$/);
const time = () => z.string().max(40);

const user = () => z.object({ id: id(), login: truncatedText(100), type: z.string().max(40).optional() });
export type GithubUser = z.output<ReturnType<typeof user>>;

const repository = () =>
  z.object({
    id: id(),
    full_name: truncatedText(200),
    html_url: url(),
    owner: user().partial({ login: true }).optional(),
  });

/** The fields that all events share: docs.github.com/en/webhooks/webhook-events-and-payloads */
export const eventBase = () =>
  z.object({
    action: z.string().max(64).optional(),
    sender: user().nullish(),
    repository: repository().nullish(),
    installation: z.object({ id: id(), account: user().nullish() }).nullish(),
  });
export type EventBase = z.output<ReturnType<typeof eventBase>>;

const commit = () => z.object({ id: truncatedText(64), message: truncatedText(2000), timestamp: time().optional() });

export const push = () =>
  z.object({
    ref: truncatedText(300),
    after: z.string().max(64),
    compare: url().optional(),
    deleted: z.boolean().optional(),
    head_commit: commit().nullish(),
    commits: truncatedList(commit(), 100).nullish(),
  });

const issue = () =>
  z.object({
    id: id(),
    number: id(),
    title: truncatedText(300),
    body: truncatedText(20_000).nullish(),
    html_url: url(),
    user: user().nullish(),
    assignees: truncatedList(user(), 20).nullish(),
    requested_reviewers: truncatedList(z.looseObject({ id: id(), login: truncatedText(100).optional() }), 20).nullish(),
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
      html_url: url(),
      user: user().nullish(),
      created_at: time().nullish(),
    }),
  });

export const release = () =>
  z.object({
    release: z.object({
      id: id(),
      tag_name: truncatedText(200),
      name: truncatedText(200).nullish(),
      body: truncatedText(20_000).nullish(),
      html_url: url(),
      author: user().nullish(),
      published_at: time().nullish(),
    }),
  });
