import * as z from "zod";

/** docs.github.com/en/rest/users/users: a "simple user", such as an author. */
export const person = () =>
  z.object({
    id: z.number(),
    login: z.string(),
    avatar_url: z.string().optional(),
    html_url: z.string().optional(),
    type: z.string().optional(),
  });

/** docs.github.com/en/rest/users/users: the connected account. */
export const user = () =>
  person().extend({
    name: z.string().nullish(),
    email: z.string().nullish(),
    company: z.string().nullish(),
    location: z.string().nullish(),
    bio: z.string().nullish(),
    public_repos: z.number().optional(),
    created_at: z.string().optional(),
    updated_at: z.string().optional(),
  });
