// docs.github.com/en/rest/pulls/pulls
import * as z from "zod";
import { conversation } from "./conversation.ts";
import { person } from "./person.ts";

/** The repository is null where a fork was deleted. */
const end = () => z.object({ ref: z.string(), sha: z.string(), repo: z.object({ full_name: z.string() }).nullish() });

export const pull = () =>
  conversation().extend({
    draft: z.boolean().optional(),
    requested_reviewers: z.array(person()).nullish(),
    head: end(),
    base: end(),
    merged_at: z.string().nullish(),
  });
