// What is read of GitHub's events, with bounds: they carry what strangers wrote. Everything else in them is left out.
import * as z from "zod";

const text = (most: number) => z.string().transform((value) => value.slice(0, most));
const id = () => z.number().int().nonnegative();
const url = () => z.string().regex(/^https?:\/\/[^\s]{1,500}$/);
const time = () => z.string().max(40);
const list = <S extends z.ZodType>(item: S, most: number) =>
  z
    .array(z.unknown())
    .transform((items) => items.slice(0, most))
    .pipe(z.array(item));

const user = () => z.object({ id: id(), login: text(100), type: z.string().max(40).optional() });
export type GithubUser = z.output<ReturnType<typeof user>>;

const repository = () =>
  z.object({ id: id(), full_name: text(200), html_url: url(), owner: user().partial({ login: true }).optional() });

/** docs.github.com/en/webhooks/webhook-events-and-payloads: what every event about a repository has. */
export const base = () =>
  z.object({
    action: z.string().max(64).optional(),
    sender: user().nullish(),
    repository: repository().nullish(),
    installation: z.object({ id: id(), account: user().nullish() }).nullish(),
  });
export type Base = z.output<ReturnType<typeof base>>;

const commit = () => z.object({ id: text(64), message: text(2000), timestamp: time().optional() });

export const push = () =>
  z.object({
    ref: text(300),
    after: z.string().max(64),
    compare: url().optional(),
    deleted: z.boolean().optional(),
    head_commit: commit().nullish(),
    commits: list(commit(), 100).nullish(),
  });

const issue = () =>
  z.object({
    id: id(),
    number: id(),
    title: text(300),
    body: text(20_000).nullish(),
    html_url: url(),
    user: user().nullish(),
    assignees: list(user(), 20).nullish(),
    requested_reviewers: list(z.looseObject({ id: id(), login: text(100).optional() }), 20).nullish(),
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
      body: text(20_000).nullish(),
      html_url: url(),
      user: user().nullish(),
      created_at: time().nullish(),
    }),
  });

export const release = () =>
  z.object({
    release: z.object({
      id: id(),
      tag_name: text(200),
      name: text(200).nullish(),
      body: text(20_000).nullish(),
      html_url: url(),
      author: user().nullish(),
      published_at: time().nullish(),
    }),
  });
