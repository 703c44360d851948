// docs.github.com/en/rest/commits/commits
import * as z from "zod";
import { person } from "./person.ts";

const signature = () =>
  z.object({ name: z.string().nullish(), email: z.string().nullish(), date: z.string().nullish() });

/** `author` and `committer` are GitHub's users: null, or empty, where the mail address is nobody's. */
export const commit = () =>
  z.object({
    sha: z.string(),
    html_url: z.string(),
    commit: z.object({ message: z.string(), author: signature().nullish(), committer: signature().nullish() }),
    author: person().partial().nullish(),
    committer: person().partial().nullish(),
    parents: z.array(z.object({ sha: z.string() })).default([]),
  });
