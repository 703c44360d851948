import * as z from "zod";

/** docs.github.com/en/rest/users/users: a "simple user", as it stands beside what somebody wrote. */
export const person = () =>
  z.object({
    id: z.number(),
    login: z.string(),
    avatar_url: z.string().optional(),
    html_url: z.string().optional(),
    type: z.string().optional(),
  });
