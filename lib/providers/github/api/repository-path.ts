import * as z from "zod";

/** docs.github.com/en/enterprise-cloud@latest/admin/managing-iam: letters, digits and `-`; `_` before a company's short code. */
const owner = z.string().regex(/^[A-Za-z0-9_-]{1,39}$/, "is not a name that GitHub has");

/** docs.github.com/en/repositories: letters, digits, `.`, `-` and `_`. Dots alone would change the path. */
const repo = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,100}$/, "is not a name that GitHub has")
  .refine((value) => value !== "." && value !== "..", "is not a name that GitHub has");

export const repositoryPath = z.object({ owner, repo });

/** A repository's issue or pull request by its number. */
export const issuePath = repositoryPath.extend({
  number: z.string().regex(/^[1-9]\d{0,9}$/, "is not the number of an issue"),
});

/** The path of a repository in GitHub's API. */
export const repositoryApiPath = ({ owner, repo }: z.output<typeof repositoryPath>): string =>
  `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;

export const issueApiPath = ({ number, ...path }: z.output<typeof issuePath>): string =>
  `${repositoryApiPath(path)}/issues/${number}`;
