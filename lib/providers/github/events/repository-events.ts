// What an event of a repository says to people.

import { parsePayload } from "../../../webhooks/parse-payload.ts";
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

/** An activity but for what depends on its reader. */
export interface GithubEvent extends Pick<Activity, "key" | "kind" | "reads" | "title" | "heading" | "text"> {
  readonly url: string;
  readonly id: string;
  readonly author: GithubUser | undefined;
  /** People it is meant for, by what they are to it: assigned, or asked to review. */
  readonly addressees: readonly Pick<GithubUser, "id" | "login">[];
  /** ISO 8601 */
  readonly at: string | undefined;
}

type RepositoryPayload = EventBase & { readonly repository: NonNullable<EventBase["repository"]> };

/** @returns undefined for an action that is no news @throws DeliveryError `invalid` */
type EventParser = (told: RepositoryPayload, content: unknown) => GithubEvent | undefined;

export const eventParsers: Readonly<Record<string, EventParser>> = {
  push(told, content) {
    const found = parsePayload(push(), content);
    const commits = found.commits ?? [];
    if (found.deleted === true || commits.length === 0) return undefined;
    const { full_name, html_url, id } = told.repository;
    const branch = found.ref.replace(/^refs\/(?:heads|tags)\//, "");
    return {
      key: `push#${id}#${found.ref.slice(0, 200)}#${found.after}`,
      kind: "push",
      heading: `${commits.length === 1 ? "1 commit" : `${commits.length} commits`} to ${full_name}@${branch}`,
      // A commit says what was done: it asks for nothing.
      reads: "issue",
      text: commits.map(({ message }) => message.split("\n", 1)[0] ?? "").join("\n"),
      url: found.compare ?? html_url,
      id: found.after,
      author: told.sender ?? undefined,
      addressees: [],
      at: (found.head_commit ?? commits.at(-1))?.timestamp,
    };
  },
  issues(told, content) {
    const { issue, assignee } = parsePayload(issues(), content);
    if (!["opened", "closed", "reopened", "assigned"].includes(told.action ?? "")) return undefined;
    return toIssueEvent(told, "issue", issue, told.action === "assigned" ? assignee : undefined);
  },
  pull_request(told, content) {
    const { pull_request, assignee, requested_reviewer } = parsePayload(pullRequest(), content);
    const one = { assigned: assignee, review_requested: requested_reviewer }[told.action ?? ""];
    if (!pullRequestActions.has(told.action ?? "")) return undefined;
    return toIssueEvent(told, "pull_request", pull_request, one);
  },
  issue_comment(told, content) {
    const { comment, issue } = parsePayload(issueComment(), content);
    if (told.action !== "created") return undefined;
    return {
      key: `comment#${comment.id}`,
      kind: "comment",
      reads: "comment",
      heading: `Comment on ${told.repository.full_name}#${issue.number}: ${issue.title}`,
      text: markdownToText(comment.body ?? ""),
      url: comment.html_url,
      id: String(comment.id),
      author: comment.user ?? told.sender ?? undefined,
      addressees: issue.assignees ?? [],
      at: comment.created_at ?? undefined,
    };
  },
  release(told, content) {
    const found = parsePayload(release(), content).release;
    if (told.action !== "published") return undefined;
    return {
      key: `release#${found.id}#published`,
      kind: "release",
      reads: "issue",
      heading: `${told.repository.full_name} released ${found.name || found.tag_name}`,
      text: markdownToText(found.body ?? ""),
      url: found.html_url,
      id: String(found.id),
      author: found.author ?? told.sender ?? undefined,
      addressees: [],
      at: found.published_at ?? undefined,
    };
  },
};

const pullRequestActions = new Set([
  "opened",
  "closed",
  "reopened",
  "ready_for_review",
  "assigned",
  "review_requested",
]);

/** @target target whom the action is about */
function toIssueEvent(
  payload: RepositoryPayload,
  kind: "issue" | "pull_request",
  issue: Issue,
  target?: GithubUser | null,
): GithubEvent {
  const action =
    payload.action === "closed" && issue.merged === true ? "merged" : (payload.action ?? "").replaceAll("_", " ");
  const what = kind === "issue" ? "Issue" : "Pull request";
  const isOver = payload.action === "closed";
  return {
    key: [kind, issue.id, payload.action, issue.updated_at ?? "", target?.id ?? ""].join("#"),
    kind,
    heading: `${what} ${payload.repository.full_name}#${issue.number} ${action}: ${issue.title}`,
    // What is over asks for nothing any more.
    ...(isOver ? {} : { title: issue.title }),
    text: isOver ? "" : markdownToText(issue.body ?? ""),
    url: issue.html_url,
    id: String(issue.id),
    author: payload.sender ?? issue.user ?? undefined,
    addressees: target ? [target] : [...(issue.assignees ?? []), ...listReviewers(issue)],
    at: issue.updated_at ?? issue.created_at ?? undefined,
  };
}

/** Teams are asked to review too; they have no login. */
const listReviewers = ({ requested_reviewers }: Issue) =>
  (requested_reviewers ?? []).flatMap(({ id, login }) => (login === undefined ? [] : [{ id, login }]));
