// Fits several messages into one Lambda answer by shortening the long ones.

import { truncate } from "../../truncate.ts";
import { type Message, truncateBody } from "./message-view.ts";

/** Characters of all bodies together. An answer holds its members twice, and a character takes up to eight bytes. */
const maxTotalBodyLength = 600_000;

/** Bytes of everything except the bodies, each member counted once. */
const maxTotalHeadBytes = 650_000;

/** Shortens messages that take more than their share; the others stay as they are. */
export function fitMessages(messages: readonly Message[], maxTotalLength: number = maxTotalBodyLength): Message[] {
  const limit = computeFairLimit(
    messages.map(({ body }) => body.length),
    maxTotalLength,
  );
  const heads = messages.map((message) => Buffer.byteLength(JSON.stringify(JSON.stringify({ ...message, body: "" }))));
  const share = computeFairLimit(heads, maxTotalHeadBytes);
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
