// Parses repository events into the parts of an activity.

import { truncateCodePoints } from "../../../truncate.ts";
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

/** The fields of an activity that do not depend on the recipient. */
export interface GithubEvent extends Pick<Activity, "key" | "kind" | "reads" | "title" | "heading" | "text"> {
  readonly url: string;
  readonly id: string;
  readonly author: GithubUser | undefined;
  /** People who are assigned or asked for a review. */
  readonly addressees: readonly Pick<GithubUser, "id" | "login">[];
  /** ISO 8601 */
  readonly at: string | undefined;
}

type RepositoryPayload = EventBase & { readonly repository: NonNullable<EventBase["repository"]> };

/** @returns undefined for an action that is not recorded @throws DeliveryError `invalid` */
type EventParser = (payload: RepositoryPayload, content: unknown) => GithubEvent | undefined;

export const eventParsers: Readonly<Record<string, EventParser>> = {
  push(payload, content) {
    const found = parsePayload(push(), content);
    const commits = found.commits ?? [];
    if (found.deleted === true || commits.length === 0) return undefined;
    const { full_name, html_url, id } = payload.repository;
    const branch = found.ref.replace(/^refs\/(?:heads|tags)\//, "");
    return {
      key: `push#${id}#${truncateCodePoints(found.ref, 200)}#${found.after}`,
      kind: "push",
      heading: `${commits.length === 1 ? "1 commit" : `${commits.length} commits`} to ${full_name}@${branch}`,
      // A commit reports a change and asks for nothing.
      reads: "issue",
      text: commits.map(({ message }) => message.split("\n", 1)[0] ?? "").join("\n"),
      url: found.compare ?? html_url,
      id: found.after,
      author: payload.sender ?? undefined,
      addressees: [],
      at: (found.head_commit ?? commits.at(-1))?.timestamp,
    };
  },
  issues(payload, content) {
    const { issue, assignee } = parsePayload(issues(), content);
    if (!["opened", "closed", "reopened", "assigned"].includes(payload.action ?? "")) return undefined;
    return toIssueEvent(payload, "issue", issue, payload.action === "assigned" ? assignee : undefined);
  },
  pull_request(payload, content) {
    const { pull_request, assignee, requested_reviewer } = parsePayload(pullRequest(), content);
    const one = { assigned: assignee, review_requested: requested_reviewer }[payload.action ?? ""];
    if (!pullRequestActions.has(payload.action ?? "")) return undefined;
    return toIssueEvent(payload, "pull_request", pull_request, one);
  },
  issue_comment(payload, content) {
    const { comment, issue } = parsePayload(issueComment(), content);
    if (payload.action !== "created") return undefined;
    return {
      key: `comment#${comment.id}`,
      kind: "comment",
      reads: "comment",
      heading: `Comment on ${payload.repository.full_name}#${issue.number}: ${issue.title}`,
      text: markdownToText(comment.body ?? ""),
      url: comment.html_url,
      id: String(comment.id),
      author: comment.user ?? payload.sender ?? undefined,
      addressees: issue.assignees ?? [],
      at: comment.created_at ?? undefined,
    };
  },
  release(payload, content) {
    const found = parsePayload(release(), content).release;
    if (payload.action !== "published") return undefined;
    return {
      key: `release#${found.id}#published`,
      kind: "release",
      reads: "issue",
      heading: `${payload.repository.full_name} released ${found.name || found.tag_name}`,
      text: markdownToText(found.body ?? ""),
      url: found.html_url,
      id: String(found.id),
      author: found.author ?? payload.sender ?? undefined,
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

/** @param target the person who was assigned or asked for a review */
function toIssueEvent(
  payload: RepositoryPayload,
  kind: "issue" | "pull_request",
  issue: Issue,
  target?: GithubUser | null,
): GithubEvent {
  const action =
    payload.action === "closed" && issue.merged === true ? "merged" : (payload.action ?? "").replaceAll("_", " ");
  const what = kind === "issue" ? "Issue" : "Pull request";
  const isClosed = payload.action === "closed";
  return {
    key: [kind, issue.id, payload.action, issue.updated_at ?? "", target?.id ?? ""].join("#"),
    kind,
    heading: `${what} ${payload.repository.full_name}#${issue.number} ${action}: ${issue.title}`,
    // A closed issue asks for nothing.
    ...(isClosed ? {} : { title: issue.title }),
    text: isClosed ? "" : markdownToText(issue.body ?? ""),
    url: issue.html_url,
    id: String(issue.id),
    author: payload.sender ?? issue.user ?? undefined,
    addressees: target ? [target] : [...(issue.assignees ?? []), ...listReviewers(issue)],
    at: issue.updated_at ?? issue.created_at ?? undefined,
  };
}

/** Requested reviewers who are people; teams have no login. */
const listReviewers = ({ requested_reviewers }: Issue) =>
  (requested_reviewers ?? []).flatMap(({ id, login }) => (login === undefined ? [] : [{ id, login }]));
