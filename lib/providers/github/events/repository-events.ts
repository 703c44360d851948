// Parses repository events into the parts of an activity.
import type * as z from "zod";
import { parseLenient } from "../../../parse-lenient.ts";
import { truncateCodePoints } from "../../../truncate.ts";
import type { Activity } from "../../../webhooks/record-activity.ts";
import { markdownToText } from "../markdown.ts";
import {
  type EventBase,
  type GithubUser,
  type Issue,
  issueComment,
  issues,
  pullRequest,
  push,
  release,
} from "./schemas.ts";

/** The fields of an activity that do not depend on the recipient. */
export interface GithubEvent extends Pick<Activity, "key" | "kind" | "reads" | "title" | "heading" | "text"> {
  readonly url: string;
  readonly id: string;
  readonly author: GithubUser | undefined;
  /** People who are assigned or asked for a review. */
  readonly addressees: readonly GithubUser[];
  /** ISO 8601 */
  readonly at: string | undefined;
}

type RepositoryPayload = EventBase & { readonly repository: NonNullable<EventBase["repository"]> };

/**
 * Why an event is not recorded: its change is none to record, or its body is that of another event. The event's name is in a header
 * that is not signed, so a body that does not fit it is no failure.
 */
type IgnoreReason = "action" | "mismatch";

type EventParser = (payload: RepositoryPayload, content: unknown) => GithubEvent | IgnoreReason;

/** A parser that checks the action before it reads the rest. @param actions those that are recorded; undefined for an event without any */
function createParser<S extends z.ZodType>(
  schema: () => S,
  actions: readonly string[] | undefined,
  toEvent: (payload: RepositoryPayload, content: z.output<S>) => GithubEvent | IgnoreReason,
): EventParser {
  return (payload, content) => {
    if (actions !== undefined && !actions.includes(payload.action ?? "")) return "action";
    const found = parseLenient(schema(), content);
    return found === undefined ? "mismatch" : toEvent(payload, found.data);
  };
}

const pullRequestActions = ["opened", "closed", "reopened", "ready_for_review", "assigned", "review_requested"];

export const eventParsers: Readonly<Record<string, EventParser>> = {
  push: createParser(push, undefined, toPushEvent),
  issues: createParser(issues, ["opened", "closed", "reopened", "assigned"], (payload, { issue, assignee }) =>
    toIssueEvent(payload, "issue", issue, payload.action === "assigned" ? assignee : undefined),
  ),
  pull_request: createParser(pullRequest, pullRequestActions, (payload, { pull_request, ...targets }) => {
    const target = { assigned: targets.assignee, review_requested: targets.requested_reviewer }[payload.action ?? ""];
    return toIssueEvent(payload, "pull_request", pull_request, target);
  }),
  issue_comment: createParser(issueComment, ["created"], toCommentEvent),
  release: createParser(release, ["published"], toReleaseEvent),
};

function toPushEvent(
  { repository, sender }: RepositoryPayload,
  { ref, after, compare, deleted, head_commit, commits }: z.output<ReturnType<typeof push>>,
): GithubEvent | IgnoreReason {
  const count = commits?.length ?? 0;
  if (deleted === true || count === 0) return "action";
  const branch = ref.replace(/^refs\/(?:heads|tags)\//, "");
  return {
    key: `push#${repository.id}#${truncateCodePoints(ref, 200)}#${after}`,
    kind: "push",
    heading: `${count === 1 ? "1 commit" : `${count} commits`} to ${repository.full_name}@${branch}`,
    // A commit reports a change and asks for nothing.
    reads: "issue",
    text: (commits ?? []).map(({ message }) => message?.split("\n", 1)[0] ?? "").join("\n"),
    url: compare ?? getRepositoryUrl(repository),
    id: after,
    author: sender ?? undefined,
    addressees: [],
    at: (head_commit ?? commits?.at(-1))?.timestamp ?? undefined,
  };
}

function toCommentEvent(
  { repository, sender }: RepositoryPayload,
  { comment, issue }: z.output<ReturnType<typeof issueComment>>,
): GithubEvent {
  return {
    key: `comment#${comment.id}`,
    kind: "comment",
    reads: "comment",
    heading: joinTitle(`Comment on ${repository.full_name}#${issue.number}`, issue.title),
    text: markdownToText(comment.body ?? ""),
    url: comment.html_url ?? getIssueUrl(repository, issue),
    id: String(comment.id),
    author: comment.user ?? sender ?? undefined,
    addressees: issue.assignees ?? [],
    at: comment.created_at ?? undefined,
  };
}

function toReleaseEvent(
  { repository, sender }: RepositoryPayload,
  { release: found }: z.output<ReturnType<typeof release>>,
): GithubEvent {
  return {
    key: `release#${found.id}#published`,
    kind: "release",
    reads: "issue",
    heading: `${repository.full_name} released ${found.name || found.tag_name || "a version"}`,
    text: markdownToText(found.body ?? ""),
    url: found.html_url ?? getRepositoryUrl(repository),
    id: String(found.id),
    author: found.author ?? sender ?? undefined,
    addressees: [],
    at: found.published_at ?? undefined,
  };
}

/** @param target the person who was assigned or asked for a review */
function toIssueEvent(
  payload: RepositoryPayload,
  kind: "issue" | "pull_request",
  issue: Issue,
  target?: GithubUser | null,
): GithubEvent {
  const { repository, sender } = payload;
  const action =
    payload.action === "closed" && issue.merged === true ? "merged" : (payload.action ?? "").replaceAll("_", " ");
  const what = kind === "issue" ? "Issue" : "Pull request";
  const isClosed = payload.action === "closed";
  return {
    key: [kind, issue.id, payload.action, issue.updated_at ?? "", target?.id ?? ""].join("#"),
    kind,
    heading: joinTitle(`${what} ${repository.full_name}#${issue.number} ${action}`, issue.title),
    // A closed issue asks for nothing.
    ...(isClosed ? {} : { title: issue.title ?? undefined }),
    text: isClosed ? "" : markdownToText(issue.body ?? ""),
    url: issue.html_url ?? getIssueUrl(repository, issue),
    id: String(issue.id),
    author: sender ?? issue.user ?? undefined,
    addressees: target ? [target] : [...(issue.assignees ?? []), ...listReviewers(issue)],
    at: issue.updated_at ?? issue.created_at ?? undefined,
  };
}

const joinTitle = (what: string, title: string | null | undefined): string => (title ? `${what}: ${title}` : what);

type Repository = RepositoryPayload["repository"];

const getRepositoryUrl = ({ html_url, full_name }: Repository): string => html_url ?? `https://github.com/${full_name}`;

/** GitHub leads from here to the pull request if the number is one. */
const getIssueUrl = (repository: Repository, { number }: Issue): string =>
  `${getRepositoryUrl(repository)}/issues/${number}`;

/** Requested reviewers who are people; teams have no login. */
const listReviewers = ({ requested_reviewers }: Issue) =>
  (requested_reviewers ?? []).filter(({ login }) => login !== undefined);
