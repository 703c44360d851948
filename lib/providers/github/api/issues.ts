// docs.github.com/en/rest/issues/issues
import * as z from "zod";
import { conversation } from "./conversation.ts";

export const issue = () =>
  conversation().extend({
    state_reason: z.string().nullish(),
    milestone: z.object({ number: z.number(), title: z.string(), due_on: z.string().nullish() }).nullish(),
    comments: z.number().optional(),
    locked: z.boolean().optional(),
  });

/** GitHub lists pull requests among the issues. */
export const issueOrPull = () => issue().extend({ pull_request: z.object({}).nullish() });

const loginPattern = /^[A-Za-z0-9_-]{1,39}(\[bot\])?$/;

const content = {
  title: z.string().trim().min(1).max(256),
  body: z.string().max(65_536),
  labels: z.array(z.string().trim().min(1).max(50)).max(100),
  assignees: z.array(z.string().regex(loginPattern, "is not a login")).max(10),
  milestone: z.number().int().positive(),
};

export const newIssue = () => {
  const { title, ...more } = content;
  return z.object({ title, ...z.object(more).partial().shape });
};

export const issueChange = () =>
  z
    .object({
      ...content,
      body: content.body.nullable(),
      milestone: content.milestone.nullable(),
      state: z.enum(["open", "closed"]),
      state_reason: z.enum(["completed", "not_planned", "duplicate", "reopened"]).nullable(),
    })
    .partial()
    .refine((change) => Object.keys(change).length > 0, "names nothing to change");

export const newComment = () => z.object({ body: z.string().trim().min(1).max(65_536) });
