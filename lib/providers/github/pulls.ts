// docs.github.com/en/rest/pulls/pulls
import * as z from "zod";
import { label } from "./issues.ts";
import { person } from "./person.ts";

/** The repository is null where a fork was deleted. */
const end = () => z.object({ ref: z.string(), sha: z.string(), repo: z.object({ full_name: z.string() }).nullish() });

export const pull = () =>
  z.object({
    id: z.number(),
    number: z.number(),
    title: z.string(),
    body: z.string().nullish(),
    state: z.string(),
    draft: z.boolean().optional(),
    html_url: z.string(),
    user: person().nullish(),
    labels: z.array(label()).default([]),
    assignees: z.array(person()).nullish(),
    requested_reviewers: z.array(person()).nullish(),
    head: end(),
    base: end(),
    created_at: z.string(),
    updated_at: z.string(),
    closed_at: z.string().nullish(),
    merged_at: z.string().nullish(),
  });
