// Fits several messages into one Lambda answer by shortening the long ones.

import { truncate } from "../../truncate.ts";
import { type Message, truncateBody } from "./message-view.ts";

/** Characters of all bodies in an answer, in each copy of a message. A character takes up to four bytes. */
const maxTotalBodyLength = 1_200_000;

/** Bytes of everything in an answer except the bodies, in each copy of a message. */
const maxTotalHeadBytes = 1_300_000;

/**
 * Shortens messages that take more than their share; the others stay as they are.
 * @param copies how often the answer holds each message: in `data` and at the top level
 */
export function fitMessages(messages: readonly Message[], copies = 2): Message[] {
  const limit = computeFairLimit(
    messages.map(({ body }) => body.length),
    maxTotalBodyLength / copies,
  );
  const heads = messages.map((message) => Buffer.byteLength(JSON.stringify(JSON.stringify({ ...message, body: "" }))));
  const share = computeFairLimit(heads, maxTotalHeadBytes / copies);
  return messages.map((message, at) =>
    truncateBody((heads[at] ?? 0) > share ? shortenFields(message) : message, limit),
  );
}

const maxFieldLength = 200;

/** Shortens header fields and drops attachments, which only an attacker makes this long. Reading the message by its id has them in full. */
function shortenFields({ attachments: _, ...message }: Message): Message {
  const { from, to, cc, subject, date } = message;
  return {
    ...message,
    from: shorten(from),
    to: shorten(to),
    subject: shorten(subject),
    date: shorten(date),
    ...(cc === undefined ? {} : { cc: shorten(cc) }),
  };
}

const shorten = (text: string): string => (text.length > maxFieldLength ? `${truncate(text, maxFieldLength)}…` : text);

/** The largest limit per item with which all lengths together stay within `maxTotal`. */
function computeFairLimit(lengths: readonly number[], maxTotal: number): number {
  let [left, rest] = [maxTotal, lengths.length];
  for (const length of lengths.toSorted((one, other) => one - other)) {
    if (length > left / rest) return Math.floor(left / rest);
    left -= length;
    rest--;
  }
  return Number.POSITIVE_INFINITY;
}
