// Comments on Figma files.
import { z } from "zod";
import { type Answer, type Exchange, jsonAnswer, tryParseJson } from "../exchange.ts";
import { findFile, type PlacedFile } from "./document.ts";
import { figmaError, figmaErrorWithMessage } from "./errors.ts";
import { type FigmaUser, teams, users } from "./seed.ts";
import type { FigmaEvent } from "./webhooks.ts";

interface Comment {
  readonly id: string;
  readonly file_key: string;
  readonly parent_id: string;
  readonly user: Omit<FigmaUser, "email">;
  readonly created_at: string;
  readonly resolved_at: null;
  readonly message: string;
  readonly client_meta: unknown;
  readonly order_id: string;
  readonly reactions: readonly never[];
}

interface NewComment {
  readonly file_key: string;
  readonly account: string;
  readonly message: string;
  /** The comment that this one answers. */
  readonly parent_id?: string | undefined;
  readonly client_meta?: unknown;
}

export type Comments = ReturnType<typeof createComments>;

const firstId = 900_000_000;

export function createComments(now: () => Date = () => new Date()) {
  let comments: Comment[] = [];
  let count = 0;
  return {
    add({ file_key, account, message, parent_id = "", client_meta = null }: NewComment): Comment {
      count += 1;
      const created_at = now().toISOString();
      const about = { id: String(firstId + count), file_key, parent_id, user: publicUser(account), created_at };
      const comment = { ...about, resolved_at: null, message, client_meta, order_id: String(count), reactions: [] };
      comments.push(comment);
      return comment;
    },
    listByFile: (key: string) => comments.filter(({ file_key }) => file_key === key),
    clear(): void {
      comments = [];
    },
  };
}

export function listComments(comments: Comments, account: string, key: string): Answer {
  return findVisibleFile(key, account)
    ? jsonAnswer({ comments: comments.listByFile(key) })
    : figmaError(404, "Not found");
}

const newCommentSchema = z.object({
  message: z.string().min(1),
  comment_id: z.string().optional(),
  client_meta: z.unknown().optional(),
});

interface CommentStore {
  readonly comments: Comments;
  emitEvent(event: FigmaEvent): void;
}

export function postComment(
  { comments, emitEvent }: CommentStore,
  account: string,
  key: string,
  { body }: Exchange,
): Answer {
  const file = findVisibleFile(key, account);
  if (!file) return figmaError(404, "Not found");
  const parsed = newCommentSchema.safeParse(tryParseJson(body));
  if (!parsed.success) return figmaErrorWithMessage(400, "message is missing");
  const { message, comment_id, client_meta } = parsed.data;
  const parent = comments.listByFile(key).find(({ id }) => id === comment_id);
  if (comment_id !== undefined && parent?.parent_id !== "")
    return figmaErrorWithMessage(400, "Reply to a root comment only");
  const comment = comments.add({ file_key: key, account, message, parent_id: comment_id, client_meta });
  emitEvent(commentEvent(file, comment));
  return jsonAnswer(comment);
}

/** `@ben` in a message becomes a fragment of its own that mentions Ben. */
export function commentEvent(file: PlacedFile, comment: Comment): FigmaEvent {
  const words = comment.message.split(/(@\w+)/).filter((text) => text !== "");
  const fragments = words.map((text) => {
    const mentioned = users[text.slice(1).toLowerCase()];
    return text.startsWith("@") && mentioned ? { mention: mentioned.id } : { text };
  });
  const mentions = words.flatMap((text) => (text.startsWith("@") ? publicUser(text.slice(1).toLowerCase()) : []));
  const { id: comment_id, created_at, order_id, parent_id, user: triggered_by } = comment;
  const fields = { comment: fragments, comment_id, created_at, mentions: mentions.filter(({ id }) => id), order_id };
  const place = { file_key: file.key, file_name: file.name };
  return { type: "FILE_COMMENT", file, fields: { ...place, ...fields, parent_id, resolved_at: "", triggered_by } };
}

/** A user as other users see them: without the e-mail address. */
export function publicUser(account: string): Omit<FigmaUser, "email"> {
  const { id = "", handle = "", img_url = "" } = users[account] ?? {};
  return { id, handle, img_url };
}

function findVisibleFile(key: string, account: string): PlacedFile | undefined {
  const file = findFile(key);
  return file && teams[file.team]?.members.includes(account) ? file : undefined;
}
