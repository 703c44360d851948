// Text as strangers write it; fast-check's own units of Unicode take half a second to be made.
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

/** Of letters and of signs that mean something in a mail. */
export const oddText = (maxLength = 100) => fc.string({ unit: fc.oneof(anywhere, telling), maxLength });

/** The same with line breaks and halves of characters. */
export const brokenText = () => fc.string({ unit: fc.oneof(anywhere, telling, control), maxLength: 100 });
