// Several messages in one answer: the long ones give way, so that all of them fit into what a Lambda can answer.
import { cut, type Message } from "./messages.ts";

/** Characters of all bodies together; members of an answer stand in it twice, and a character takes up to eight bytes. */
const mostOfAll = 600_000;

/** Messages whose bodies fit together; only those that take more than their share are cut. */
export function fitTogether(messages: readonly Message[], most: number = mostOfAll): Message[] {
  const limit = fairLimit(
    messages.map(({ body }) => body.length),
    most,
  );
  return messages.map((message) => cut(message, limit));
}

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
