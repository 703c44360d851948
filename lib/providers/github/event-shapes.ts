// What is read of GitHub's events, with bounds: they carry what strangers wrote. Everything else in them is left out.
import * as z from "zod";
import { listUpTo, textUpTo } from "../../webhooks/bounded.ts";

const id = () => z.number().int().nonnegative();
const url = () => z.string().regex(/^https?:\/\/[^\s]{1,500}$/);
const time = () => z.string().max(40);

const user = () => z.object({ id: id(), login: textUpTo(100), type: z.string().max(40).optional() });
export type GithubUser = z.output<ReturnType<typeof user>>;

const repository = () =>
  z.object({ id: id(), full_name: textUpTo(200), html_url: url(), owner: user().partial({ login: true }).optional() });

/** docs.github.com/en/webhooks/webhook-events-and-payloads: what every event about a repository has. */
export const base = () =>
  z.object({
    action: z.string().max(64).optional(),
    sender: user().nullish(),
    repository: repository().nullish(),
    installation: z.object({ id: id(), account: user().nullish() }).nullish(),
  });
export type Base = z.output<ReturnType<typeof base>>;

const commit = () => z.object({ id: textUpTo(64), message: textUpTo(2000), timestamp: time().optional() });

export const push = () =>
  z.object({
    ref: textUpTo(300),
    after: z.string().max(64),
    compare: url().optional(),
    deleted: z.boolean().optional(),
    head_commit: commit().nullish(),
    commits: listUpTo(commit(), 100).nullish(),
  });

const issue = () =>
  z.object({
    id: id(),
    number: id(),
    title: textUpTo(300),
    body: textUpTo(20_000).nullish(),
    html_url: url(),
    user: user().nullish(),
    assignees: listUpTo(user(), 20).nullish(),
    requested_reviewers: listUpTo(z.looseObject({ id: id(), login: textUpTo(100).optional() }), 20).nullish(),
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
      body: textUpTo(20_000).nullish(),
      html_url: url(),
      user: user().nullish(),
      created_at: time().nullish(),
    }),
  });

export const release = () =>
  z.object({
    release: z.object({
      id: id(),
      tag_name: textUpTo(200),
      name: textUpTo(200).nullish(),
      body: textUpTo(20_000).nullish(),
      html_url: url(),
      author: user().nullish(),
      published_at: time().nullish(),
    }),
  });
