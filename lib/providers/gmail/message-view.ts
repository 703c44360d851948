import * as z from "zod";
import { readHeaders } from "./mail/headers.ts";
import { readContent } from "./mail/mime.ts";

/** developers.google.com/gmail/api/reference/rest/v1/users.messages */
export const rawMessage = z.object({
  id: z.string(),
  threadId: z.string(),
  labelIds: z.array(z.string()).default([]),
  snippet: z.string().default(""),
  /** When Gmail took it, epoch milliseconds. */
  internalDate: z.string().optional(),
  /** Headers and parts: see headers.ts and mime.ts, which take them from strangers. */
  payload: z.unknown().optional(),
});

export type RawMessage = z.output<typeof rawMessage>;

export const messageList = z.object({
  messages: z.array(z.object({ id: z.string() })).default([]),
  nextPageToken: z.string().optional(),
});

/** A message as the clients of /api/v2/gmail know it; what is optional came later and stands only where there is something to say. */
export const messageAnswer = () =>
  z.object({
    id: z.string(),
    threadId: z.string(),
    from: z.string(),
    to: z.string(),
    subject: z.string(),
    date: z.string(),
    snippet: z.string(),
    body: z.string(),
    labelIds: z.array(z.string()),
    cc: z.string().optional(),
    attachments: z
      .array(z.object({ id: z.string(), filename: z.string(), mimeType: z.string(), size: z.number() }))
      .optional(),
    /** The body ends early, with a line that says so. */
    bodyTruncated: z.literal(true).optional(),
  });

export type Message = z.output<ReturnType<typeof messageAnswer>>;

/** Characters of one body; Lambda answers 6 MB, and one character takes up to eight bytes of that. */
const maxBodyLength = 500_000;
const omissionNotice = "[The rest of this message is not shown here.]";

/** Signs that no reader sees, and that would take seven times their room in an answer. */
const controlCharacters = /(?![\t\n\r])\p{Cc}/gu;

/** @param isWhole false for one of which Gmail was asked for the headers only */
export function toMessageView(
  { id, threadId, labelIds, snippet, payload, ...raw }: RawMessage,
  isWhole = true,
): Message {
  const headers = readHeaders({ payload });
  const { text, attachments } = readContent(payload);
  const cc = headers.get("cc");
  const view = {
    id,
    threadId,
    from: headers.get("from") ?? "",
    to: headers.get("to") ?? "",
    subject: headers.get("subject") ?? "",
    date: headers.get("date") ?? context(raw),
    snippet,
    body: text.replace(controlCharacters, ""),
    labelIds,
    ...(cc ? { cc } : {}),
    ...(attachments.length > 0 ? { attachments: [...attachments] } : {}),
  };
  return isWhole ? truncateBody(view, maxBodyLength) : { ...view, body: omissionNotice, bodyTruncated: true };
}

/** The message with at most so many characters of its body. */
export function truncateBody(message: Message, maxLength: number): Message {
  if (message.body.length <= maxLength) return message;
  // A slice would keep all of what it is a slice of in memory; bytes of it do not.
  const kept = Buffer.from(message.body.slice(0, maxLength)).toString("utf8");
  return { ...message, body: `${kept}\n${omissionNotice}`, bodyTruncated: true };
}

/** In the form of a Date header, for a mail that has none. */
function context({ internalDate = "" }: Pick<RawMessage, "internalDate">): string {
  const at = new Date(/^\d{1,15}$/.test(internalDate) ? Number(internalDate) : Number.NaN);
  return Number.isNaN(at.getTime()) ? "" : at.toUTCString();
}
