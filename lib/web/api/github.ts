import { toWebUrl } from "../read-json.ts";
import { type Api, type Page, toIdempotencyHeader } from "./client.ts";

export interface Repository {
  readonly owner: string;
  readonly name: string;
  readonly fullName: string;
  readonly description: string;
  readonly isPrivate: boolean;
  readonly url: string;
  readonly language: string;
  readonly changedAt: string;
}

export const listRepositories = (api: Api, account: string, pageToken: string) =>
  api.request(
    (client) =>
      client.GET("/api/integrations/github/repositories", {
        params: { query: { account, limit: 30, ...(pageToken && { pageToken }) } },
      }),
    ({ repositories, nextPageToken }): Page<Repository> => ({
      items: repositories.map((repository) => ({
        owner: repository.owner.login,
        name: repository.name,
        fullName: repository.full_name,
        description: repository.description ?? "",
        isPrivate: repository.private,
        url: toWebUrl(repository.html_url),
        language: repository.language ?? "",
        changedAt: repository.updated_at ?? "",
      })),
      next: nextPageToken ?? "",
    }),
  );

export interface Issue {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly author: string;
  readonly at: string;
}

interface IssueAnswer {
  readonly number: number;
  readonly title: string;
  readonly html_url: string;
  readonly created_at: string;
  readonly user?: { readonly login: string } | null | undefined;
}

const toIssue = ({ number, title, html_url, user, created_at }: IssueAnswer): Issue => {
  return { number, title, url: toWebUrl(html_url), author: user?.login ?? "", at: created_at };
};

export type RepositoryName = Pick<Repository, "owner" | "name">;

/** Lists the open issues of a repository. */
export const listIssues = (api: Api, account: string, { owner, name: repo }: RepositoryName, pageToken: string) =>
  api.request(
    (client) =>
      client.GET("/api/integrations/github/repositories/{owner}/{repo}/issues", {
        params: { path: { owner, repo }, query: { account, limit: 30, ...(pageToken && { pageToken }) } },
      }),
    ({ issues, nextPageToken }): Page<Issue> => ({ items: issues.map(toIssue), next: nextPageToken ?? "" }),
  );

/** @param issue `key`: the Idempotency-Key */
export const createIssue = (
  api: Api,
  account: string,
  { owner, name: repo }: RepositoryName,
  { title, key }: { readonly title: string; readonly key: string },
) =>
  api.request(
    (client) =>
      client.POST("/api/integrations/github/repositories/{owner}/{repo}/issues", {
        params: { path: { owner, repo }, query: { account } },
        headers: toIdempotencyHeader(key),
        body: { title },
      }),
    (answer) => toIssue(answer.issue),
  );
