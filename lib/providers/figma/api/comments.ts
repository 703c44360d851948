import * as z from "zod";
import type { ApiAccess } from "../../../provider-client/request.ts";
import { getFromFigma } from "../api.ts";
import { fileApiPath } from "./file-path.ts";
import { figmaPerson, rawPerson, toPerson } from "./person.ts";

const point = z.object({ x: z.number(), y: z.number() });

/** Position of a comment: at a node, on the canvas, or in a region of either. Replies have none. */
const position = z.object({
  node_id: z.string().optional(),
  node_offset: point.optional(),
  x: z.number().optional(),
  y: z.number().optional(),
});

/** Figma's own shape. */
export const figmaComment = z.object({
  id: z.coerce.string(),
  message: z.string(),
  user: rawPerson.nullish(),
  created_at: z.string(),
  client_meta: position.nullish(),
  parent_id: z.string().nullish(),
});
type FigmaComment = z.output<typeof figmaComment>;

export const comment = z.object({
  id: z.string(),
  message: z.string(),
  user: figmaPerson,
  created_at: z.string(),
  /** `node_id` is null on the bare canvas; the whole is null for a reply. */
  client_meta: z.object({ node_id: z.string().nullable(), node_offset: point }).nullable(),
  /** The comment it replies to; absent from the first comment of a thread. */
  parent_id: z.string().optional(),
});

export const fileComments = z.object({ comments: z.array(comment) });

/** All comments of a file; Figma does not page them. @throws ProviderError */
export async function listComments(request: ApiAccess, fileKey: string): Promise<z.output<typeof fileComments>> {
  const answer = z.object({ comments: z.array(figmaComment) });
  const { comments } = await getFromFigma(request, `${fileApiPath(fileKey)}/comments`, answer);
  return { comments: comments.map(toComment) };
}

export function toComment({ client_meta, parent_id, user, ...rest }: FigmaComment): z.output<typeof comment> {
  return {
    ...rest,
    user: toPerson(user),
    client_meta: client_meta ? toPosition(client_meta) : null,
    ...(parent_id ? { parent_id } : {}),
  };
}

const toPosition = ({ node_id, node_offset, x = 0, y = 0 }: z.output<typeof position>) => ({
  node_id: node_id ?? null,
  node_offset: node_offset ?? { x, y },
});
