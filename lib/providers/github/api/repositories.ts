import * as z from "zod";
import { person } from "./person.ts";

/** docs.github.com/en/rest/repos/repos: the fields that our clients read, under GitHub's names. */
export const repository = () =>
  z.object({
    id: z.number(),
    name: z.string(),
    full_name: z.string(),
    private: z.boolean(),
    html_url: z.string(),
    description: z.string().nullish(),
    default_branch: z.string().optional(),
    language: z.string().nullish(),
    archived: z.boolean().optional(),
    has_issues: z.boolean().optional(),
    created_at: z.string().nullish(),
    updated_at: z.string().nullish(),
    pushed_at: z.string().nullish(),
    open_issues_count: z.number().optional(),
    stargazers_count: z.number().optional(),
    forks_count: z.number().optional(),
    owner: person().partial({ id: true }),
    permissions: z.record(z.string(), z.boolean()).optional(),
  });
