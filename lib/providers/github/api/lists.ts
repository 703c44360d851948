// The items of a repository's lists, under GitHub's names.
import * as z from "zod";
import { conversation } from "./conversation.ts";
import { person } from "./person.ts";

/** docs.github.com/en/rest/branches/branches */
export const branch = () =>
  z.object({ name: z.string(), commit: z.object({ sha: z.string() }), protected: z.boolean().optional() });

/** docs.github.com/en/rest/collaborators/collaborators */
export const collaborator = () =>
  person().extend({ role_name: z.string().optional(), permissions: z.record(z.string(), z.boolean()).optional() });

const signature = () =>
  z.object({ name: z.string().nullish(), email: z.string().nullish(), date: z.string().nullish() });

/**
 * docs.github.com/en/rest/commits/commits. `author` and `committer` are GitHub users: null, or empty, if no user has the email
 * address.
 */
export const commit = () =>
  z.object({
    sha: z.string(),
    html_url: z.string(),
    commit: z.object({ message: z.string(), author: signature().nullish(), committer: signature().nullish() }),
    author: person().partial().nullish(),
    committer: person().partial().nullish(),
    parents: z.array(z.object({ sha: z.string() })).default([]),
  });

/** The repository is null if the fork was deleted. */
const end = () => z.object({ ref: z.string(), sha: z.string(), repo: z.object({ full_name: z.string() }).nullish() });

/** docs.github.com/en/rest/pulls/pulls */
export const pull = () =>
  conversation().extend({
    draft: z.boolean().optional(),
    requested_reviewers: z.array(person()).nullish(),
    head: end(),
    base: end(),
    merged_at: z.string().nullish(),
  });

/** docs.github.com/en/rest/issues/comments */
export const comment = () =>
  z.object({
    id: z.number(),
    body: z.string().nullish(),
    html_url: z.string(),
    user: person().nullish(),
    created_at: z.string(),
    updated_at: z.string(),
  });
