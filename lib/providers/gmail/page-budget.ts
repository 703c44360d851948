// Several messages in one answer: the long ones give way, so that all of them fit into what a Lambda can answer.
import { cut, type Message } from "./messages.ts";

/** Characters of all bodies together; members of an answer stand in it twice, and a character takes up to eight bytes. */
const mostOfAll = 600_000;

/** Bytes of an answer that all but the bodies take, each member counted once. */
const mostOfHeads = 650_000;

/** Messages that fit together; only those that take more than their share are cut. */
export function fitTogether(messages: readonly Message[], most: number = mostOfAll): Message[] {
  const limit = fairLimit(
    messages.map(({ body }) => body.length),
    most,
  );
  const heads = messages.map((message) => Buffer.byteLength(JSON.stringify(JSON.stringify({ ...message, body: "" }))));
  const share = fairLimit(heads, mostOfHeads);
  return messages.map((message, at) => cut((heads[at] ?? 0) > share ? brief(message) : message, limit));
}

const longestBrief = 200;

/** Without what nobody but an attacker makes long; the message has it under its own id. */
function brief({ attachments: _, ...message }: Message): Message {
  const { from, to, cc, subject, date } = message;
  return {
    ...message,
    from: shortened(from),
    to: shortened(to),
    subject: shortened(subject),
    date: shortened(date),
    ...(cc === undefined ? {} : { cc: shortened(cc) }),
  };
}

const shortened = (text: string): string =>
  text.length > longestBrief ? `${text.slice(0, longestBrief).toWellFormed()}…` : text;

/** The largest length to which all may go, so that together they stay within `most`. */
function fairLimit(lengths: readonly number[], most: number): number {
  let [left, rest] = [most, lengths.length];
  for (const length of lengths.toSorted((one, other) => one - other)) {
    if (length > left / rest) return Math.floor(left / rest);
    left -= length;
    rest--;
  }
  return Number.POSITIVE_INFINITY;
}
