// Several messages in one answer: the long ones give way, so that all of them fit into what a Lambda can answer.
import { type Message, truncateBody } from "./message-view.ts";

/** Characters of all bodies together; members of an answer stand in it twice, and a character takes up to eight bytes. */
const maxTotalBodyLength = 600_000;

/** Bytes of an answer that all but the bodies take, each member counted once. */
const maxTotalHeadBytes = 650_000;

/** Messages that fit together; only those that take more than their share are cut. */
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

/** Without what nobody but an attacker makes long; the message has it under its own id. */
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

const shorten = (text: string): string =>
  text.length > maxFieldLength ? `${text.slice(0, maxFieldLength).toWellFormed()}…` : text;

/** The largest length to which all may go, so that together they stay within `most`. */
function computeFairLimit(lengths: readonly number[], maxTotal: number): number {
  let [left, rest] = [maxTotal, lengths.length];
  for (const length of lengths.toSorted((one, other) => one - other)) {
    if (length > left / rest) return Math.floor(left / rest);
    left -= length;
    rest--;
  }
  return Number.POSITIVE_INFINITY;
}
