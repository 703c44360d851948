import * as z from "zod";
import { Problem } from "../../../errors.ts";
import { findProviderError } from "../../../http/provider-error.ts";
import { sendOnce } from "../../../http/provider-problem.ts";
import type { ApiAccess } from "../../../provider-client/request.ts";
import { sendToFigma } from "../api.ts";
import { type comment, figmaComment, listComments, toComment } from "./comments.ts";
import { fileApiPath } from "./file-path.ts";

/** A reply has its thread's position: `node_id` is not sent with it. */
export const newComment = z.object({
  message: z.string().min(1).max(10_000),
  node_id: z
    .string()
    .regex(/^[\w:;-]{1,200}$/, "is not a node's id")
    .optional(),
  parent_id: z
    .string()
    .regex(/^\d{1,32}$/, "is not a comment's id")
    .optional(),
});

/** Posts a comment, once. @throws Problem invalid_request for a reply to a comment that does not start a thread; ProviderError */
export async function postComment(
  request: ApiAccess,
  fileKey: string,
  { message, node_id, parent_id }: z.output<typeof newComment>,
): Promise<z.output<typeof comment>> {
  const at = node_id === undefined ? {} : { client_meta: { node_id, node_offset: { x: 0, y: 0 } } };
  const content = { message, ...(parent_id === undefined ? at : { comment_id: parent_id }) };
  const path = `${fileApiPath(fileKey)}/comments`;
  const send = () => sendToFigma(request, { method: "POST", path, content }, figmaComment);
  try {
    return toComment(await sendOnce(send));
  } catch (error) {
    const isRefused = ["permanent", "absent"].includes(findProviderError(error)?.kind ?? "");
    if (isRefused && parent_id !== undefined) await checkParentComment(request, fileKey, parent_id);
    throw error;
  }
}

/** Figma's refusal does not say what is wrong with a reply, so the file's comments are checked. */
async function checkParentComment(request: ApiAccess, fileKey: string, parentId: string): Promise<void> {
  const found = await listComments(request, fileKey).catch(() => undefined);
  const parent = found?.comments.find(({ id }) => id === parentId);
  if (found !== undefined && parent === undefined) throw parentProblem("is no comment of this file");
  if (parent?.parent_id !== undefined)
    throw parentProblem("is itself a reply; reply to the first comment of its thread");
}

const parentProblem = (what: string) =>
  new Problem("invalid_request", { detail: `parent_id: ${what}.`, members: { field: "parent_id" } });
