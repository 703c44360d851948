// The fields that issues and pull requests share.
import * as z from "zod";
import { person } from "./person.ts";

/** GitHub documents that a label may be its name alone: docs.github.com/en/rest/issues/issues */
const label = () =>
  z.preprocess(
    (value) => (typeof value === "string" ? { name: value } : value),
    z.object({ name: z.string(), color: z.string().nullish(), description: z.string().nullish() }),
  );

export const conversation = () =>
  z.object({
    id: z.number(),
    number: z.number(),
    title: z.string(),
    body: z.string().nullish(),
    state: z.string(),
    html_url: z.string(),
    user: person().nullish(),
    labels: z.array(label()).default([]),
    assignees: z.array(person()).nullish(),
    created_at: z.string(),
    updated_at: z.string(),
    closed_at: z.string().nullish(),
  });
