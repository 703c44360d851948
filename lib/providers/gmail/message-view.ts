import * as z from "zod";
import { essential, optionalList } from "../../parse-lenient.ts";
import { truncate } from "../../truncate.ts";
import { readHeaders } from "./mail/headers.ts";
import { type FetchedBodies, readContent } from "./mail/mime.ts";

/** developers.google.com/gmail/api/reference/rest/v1/users.messages */
export const rawMessage = z.object({
  id: z.string(),
  threadId: z.string(),
  labelIds: z.array(z.string()).default([]),
  snippet: z.string().default(""),
  /** Epoch milliseconds at which Gmail accepted it. */
  internalDate: z.string().optional(),
  /** Headers and parts: untrusted, parsed by mail/headers.ts and mail/mime.ts. */
  payload: z.unknown().optional(),
});

export type RawMessage = z.output<typeof rawMessage> & {
  /** The texts of the message that Gmail answers only by their id. */
  readonly bodies?: FetchedBodies;
};

export const messageList = z.object({
  messages: optionalList(z.object({ id: z.string() })),
  nextPageToken: essential(z.string().optional()),
});

/** A message as clients of /api/v2/gmail get it. Optional fields were added later and are present only if they have a value. */
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
    /** The body is not whole; it ends with a line that says so and why. */
    bodyTruncated: z.literal(true).optional(),
  });

export type Message = z.output<ReturnType<typeof messageAnswer>>;

/** Characters of one body: Lambda's answer is limited to 6 MB, and a character takes up to eight bytes of it. */
const maxBodyLength = 500_000;
const omissionNotice = "[The rest of this message is not shown here.]";
const partNotice =
  "[A text of this message is too large to be read, or Gmail did not answer it, and is not shown here.]";

/** Control characters: invisible, and seven times as long when escaped in JSON. */
const controlCharacters = /(?![\t\n\r])\p{Cc}/gu;

/** @param isWhole false if only the headers were read */
export function toMessageView(
  { id, threadId, labelIds, snippet, payload, bodies, ...raw }: RawMessage,
  isWhole = true,
): Message {
  const headers = readHeaders({ payload });
  const { text, isPartial, attachments } = readContent(payload, bodies);
  const cc = headers.get("cc");
  const view = {
    id,
    threadId,
    from: headers.get("from") ?? "",
    to: headers.get("to") ?? "",
    subject: headers.get("subject") ?? "",
    date: headers.get("date") ?? formatArrivalTime(raw),
    snippet,
    body: text.replace(controlCharacters, ""),
    labelIds,
    ...(cc ? { cc } : {}),
    ...(attachments.length > 0 ? { attachments: [...attachments] } : {}),
  };
  if (!isWhole) return { ...view, body: omissionNotice, bodyTruncated: true };
  const shown = truncateBody(view, maxBodyLength);
  if (!isPartial || shown.bodyTruncated) return shown;
  return { ...shown, body: [shown.body, partNotice].filter(Boolean).join("\n"), bodyTruncated: true };
}

/** The message with at most `maxLength` characters of its body. */
export function truncateBody(message: Message, maxLength: number): Message {
  if (message.body.length <= maxLength) return message;
  // A slice would keep the whole body in memory; a copy through bytes does not.
  const shortened = Buffer.from(truncate(message.body, maxLength)).toString("utf8");
  return { ...message, body: `${shortened}\n${omissionNotice}`, bodyTruncated: true };
}

/** The time of arrival in the form of a Date header, for a mail without one. */
function formatArrivalTime({ internalDate = "" }: Pick<RawMessage, "internalDate">): string {
  const at = new Date(/^\d{1,15}$/.test(internalDate) ? Number(internalDate) : Number.NaN);
  return Number.isNaN(at.getTime()) ? "" : at.toUTCString();
}
