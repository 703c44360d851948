import { expect, test } from "vitest";
import { formatMailbox, readHeaders } from "../../../lib/providers/gmail/mail/headers.ts";
import { fc } from "../../support/properties.ts";
import { brokenText, oddText } from "../support/odd-text.ts";

const read = (name: string, ...values: string[]) =>
  readHeaders({ payload: { headers: values.map((value) => ({ name, value })) } }).get(name.toLowerCase());

test.each([
  ["Review", "Review"],
  ["=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"],
  ["Re: =?utf-8?B?R3LDvMOfZQ==?= !", "Re: Grüße !"],
  ["=?ISO-2022-JP?B?GyRCRnxLXDhsGyhC?=", "日本語"],
  ["=?koi8-r?B?8NLJ18XU?=", "Привет"],
  ["=?UTF-8?Q?a?= =?UTF-8?Q?_b?=", "a b"],
  ["=?utf-8?B?4pyT4pyT4py?= =?utf-8?B?Tcw==?=", expect.stringContaining("✓✓")],
  ["a long one that\r\n is folded\r\n\tagain", "a long one that is folded\tagain"],
  ["=?windows1252?Q?caf=E9_=80?=", "café €"],
  ["=?ms949?B?x9Gx2w==?=", "한글"],
  ["=?cp850?Q?M=81ller?= =?cp850*en?B?gQ==?=", "Müllerü"],
  ["=?utf-7?Q?Gr+APwA3w-e?=", "Grüße"],
  ["=?x-none?Q?a=E9?=", "aé"],
  ["=?UTF-8?X?odd?=", "=?UTF-8?X?odd?="],
])("a subject %j is %j", (given, subject) => {
  expect(read("Subject", given)).toEqual(subject);
});

test.each([
  ["Cleo <cleo@example.com>", "Cleo <cleo@example.com>"],
  ['"Roe, Cleo" <cleo@example.com>, ben@example.com', '"Roe, Cleo" <cleo@example.com>, ben@example.com'],
  ["=?iso-8859-1?Q?J=FCrgen?= <j@example.com>", "Jürgen <j@example.com>"],
  ["=?utf-8?Q?M=C3=BCller=2C_J?= <j@example.com>", '"Müller, J" <j@example.com>'],
  [
    "=?utf-8?Q?boss=40example.com_=3Cboss=40example.com=3E=2C?= <x@example.net>",
    '"boss@example.com <boss@example.com>," <x@example.net>',
  ],
])("a sender %j stays one sender: %j", (given, from) => {
  expect(read("From", given)).toBe(from);
});

test("several headers of recipients are one list", () => {
  expect(read("To", "a@example.com", "b@example.com")).toBe("a@example.com, b@example.com");
});

test("of a header that may stand once, the first counts", () => {
  expect(read("Subject", "shown", "hidden")).toBe("shown");
});

test("a name with signs of its own is quoted", () => {
  expect(formatMailbox('a "b" \\', "x@example.com")).toBe('"a \\"b\\" \\\\" <x@example.com>');
  expect(formatMailbox("", "x@example.com")).toBe("x@example.com");
});

test("whatever a header is, it is read", () => {
  const name = fc.constantFrom("From", "Subject", "To");
  const value = fc.oneof(
    brokenText(),
    oddText().map((word) => `=?utf-8?Q?${word}?= <${word}@x>`),
  );
  fc.assert(fc.property(name, value, (one, given) => void read(one, given)));
});

test("an odd header does not hide the others", () => {
  const headers = [null, { name: 5, value: "a" }, { name: "Subject", value: "Slides" }, { name: "To" }, "From: x"];
  expect(readHeaders({ payload: { headers } })).toEqual(new Map([["subject", "Slides"]]));
});

test("payloads that are none have no headers", () => {
  expect([...readHeaders({}), ...readHeaders({ payload: { headers: "x" } }), ...readHeaders({ payload: 7 })]).toEqual(
    [],
  );
});
