import * as z from "zod";
import { person } from "./person.ts";

/** docs.github.com/en/rest/users/users: whose account it is. */
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
