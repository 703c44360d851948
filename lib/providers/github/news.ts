// What an event of a repository says to people.
import type { Activity } from "../../webhooks/activity.ts";
import { shaped } from "../../webhooks/shaped.ts";
import {
  type Base,
  type GithubUser,
  type Issue,
  issueComment,
  issues,
  pullRequest,
  push,
  release,
} from "./event-shapes.ts";
import { plainMarkdown } from "./markdown.ts";

/** An activity but for what depends on its reader. */
export interface News extends Pick<Activity, "key" | "kind" | "reads" | "title" | "heading" | "text"> {
  readonly url: string;
  readonly id: string;
  readonly by: GithubUser | undefined;
  /** People it is meant for, by what they are to it: assigned, or asked to review. */
  readonly meant: readonly Pick<GithubUser, "id" | "login">[];
  /** ISO 8601 */
  readonly at: string | undefined;
}

type Told = Base & { readonly repository: NonNullable<Base["repository"]> };

/** @returns undefined for an action that is no news @throws DeliveryError `invalid` */
type NewsReader = (told: Told, content: unknown) => News | undefined;

export const newsOf: Readonly<Record<string, NewsReader>> = {
  push(told, content) {
    const found = shaped(push(), content);
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
      by: told.sender ?? undefined,
      meant: [],
      at: (found.head_commit ?? commits.at(-1))?.timestamp,
    };
  },
  issues(told, content) {
    const { issue, assignee } = shaped(issues(), content);
    if (!["opened", "closed", "reopened", "assigned"].includes(told.action ?? "")) return undefined;
    return issueNews(told, "issue", issue, told.action === "assigned" ? assignee : undefined);
  },
  pull_request(told, content) {
    const { pull_request, assignee, requested_reviewer } = shaped(pullRequest(), content);
    const one = { assigned: assignee, review_requested: requested_reviewer }[told.action ?? ""];
    if (!pullRequestActions.has(told.action ?? "")) return undefined;
    return issueNews(told, "pull_request", pull_request, one);
  },
  issue_comment(told, content) {
    const { comment, issue } = shaped(issueComment(), content);
    if (told.action !== "created") return undefined;
    return {
      key: `comment#${comment.id}`,
      kind: "comment",
      reads: "comment",
      heading: `Comment on ${told.repository.full_name}#${issue.number}: ${issue.title}`,
      text: plainMarkdown(comment.body ?? ""),
      url: comment.html_url,
      id: String(comment.id),
      by: comment.user ?? told.sender ?? undefined,
      meant: issue.assignees ?? [],
      at: comment.created_at ?? undefined,
    };
  },
  release(told, content) {
    const found = shaped(release(), content).release;
    if (told.action !== "published") return undefined;
    return {
      key: `release#${found.id}#published`,
      kind: "release",
      reads: "issue",
      heading: `${told.repository.full_name} released ${found.name || found.tag_name}`,
      text: plainMarkdown(found.body ?? ""),
      url: found.html_url,
      id: String(found.id),
      by: found.author ?? told.sender ?? undefined,
      meant: [],
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

/** @param one whom the action is about */
function issueNews(told: Told, kind: "issue" | "pull_request", issue: Issue, one?: GithubUser | null): News {
  const action =
    told.action === "closed" && issue.merged === true ? "merged" : (told.action ?? "").replaceAll("_", " ");
  const what = kind === "issue" ? "Issue" : "Pull request";
  const isOver = told.action === "closed";
  return {
    key: [kind, issue.id, told.action, issue.updated_at ?? "", one?.id ?? ""].join("#"),
    kind,
    heading: `${what} ${told.repository.full_name}#${issue.number} ${action}: ${issue.title}`,
    // What is over asks for nothing any more.
    ...(isOver ? {} : { title: issue.title }),
    text: isOver ? "" : plainMarkdown(issue.body ?? ""),
    url: issue.html_url,
    id: String(issue.id),
    by: told.sender ?? issue.user ?? undefined,
    meant: one ? [one] : [...(issue.assignees ?? []), ...reviewers(issue)],
    at: issue.updated_at ?? issue.created_at ?? undefined,
  };
}

/** Teams are asked to review too; they have no login. */
const reviewers = ({ requested_reviewers }: Issue) =>
  (requested_reviewers ?? []).flatMap(({ id, login }) => (login === undefined ? [] : [{ id, login }]));
