import * as z from "zod";

/** docs.github.com/en/rest/repos/repos: the fields our clients read, passed on under GitHub's names. */
export const repository = z.object({
  id: z.number(),
  name: z.string(),
  full_name: z.string(),
  private: z.boolean(),
  html_url: z.string(),
  description: z.string().nullish(),
  default_branch: z.string().optional(),
  language: z.string().nullish(),
  updated_at: z.string().nullish(),
  open_issues_count: z.number().optional(),
  owner: z.object({ login: z.string(), avatar_url: z.string().optional() }),
});
