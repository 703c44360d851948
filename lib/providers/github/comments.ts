// docs.github.com/en/rest/issues/comments
import * as z from "zod";
import { person } from "./person.ts";

export const comment = () =>
  z.object({
    id: z.number(),
    body: z.string().nullish(),
    html_url: z.string(),
    user: person().nullish(),
    created_at: z.string(),
    updated_at: z.string(),
  });

export const newComment = () => z.object({ body: z.string().trim().min(1).max(65_536) });
