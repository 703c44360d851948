// Odd text for property tests. Not fast-check's own Unicode units, which take half a second to create.
import { fc } from "../../support/properties.ts";

const anywhere = fc.nat({ max: 0xd7ff }).map((code) => String.fromCharCode(code));
const telling = fc.constantFrom(
  ..."=?\"',;:<>@()[]\\ \t._%&é日",
  "😀",
  "=?utf-8?Q?",
  "?=",
  "=?utf-8?Q?a=0D?=",
  "\u{10ffff}",
);
const control = fc.constantFrom("\r", "\n", "\0", "\r\n", "\u2028", "\u0085", "\ud800");

/** Text of letters and of characters with a meaning in mails. */
export const oddText = (maxLength = 100) => fc.string({ unit: fc.oneof(anywhere, telling), maxLength });

/** The same, with line breaks, control characters and lone surrogates. */
export const brokenText = () => fc.string({ unit: fc.oneof(anywhere, telling, control), maxLength: 100 });
