import { expect, test } from "vitest";
import { toRawSignature } from "../../lib/oauth/ecdsa-signature.ts";

const convert = (hex: string, size: number) =>
  Buffer.from(toRawSignature(Buffer.from(hex.replaceAll(" ", ""), "hex"), size)).toString("hex");

/** A number of so many bytes, as DER writes it. */
const integer = (bytes: number) => `02 ${bytes.toString(16).padStart(2, "0")} ${"7f".repeat(bytes)}`;

test.each([
  ["two numbers of one byte", "30 06 02 01 01 02 01 02", 2, "00010002"],
  ["numbers as long as they may be", "30 08 02 02 1234 02 02 5678", 2, "12345678"],
  ["the zero before a number whose first bit is set", "30 0a 02 03 008000 02 03 00ffff", 2, "8000ffff"],
  ["numbers of different lengths", "30 07 02 01 7f 02 02 0100", 3, "00007f000100"],
  ["a number that ends with zeros", "30 08 02 02 0100 02 02 7f00", 2, "01007f00"],
])("reads %s", (_, der, size, raw) => {
  expect(convert(der, size)).toBe(raw);
});

test("reads the longest that is written with a length of one byte", () => {
  expect(convert(`30 7f ${integer(61)} ${integer(62)}`, 62)).toBe(`00${"7f".repeat(61 + 62)}`);
});

test.each([
  ["no sequence", "31 06 02 01 01 02 01 02"],
  ["a first number that is none", "30 06 03 01 01 02 01 02"],
  ["a second number that is none", "30 06 02 01 01 03 01 02"],
  ["one number", "30 03 02 01 01"],
  ["three numbers", "30 09 02 01 01 02 01 02 02 01 03"],
  ["an empty sequence", "30 00"],
  ["an empty first number", "30 05 02 00 02 01 02"],
  ["an empty second number", "30 05 02 01 01 02 00"],
  ["a first number of zero", "30 06 02 01 00 02 01 02"],
  ["a second number of zero", "30 07 02 01 01 02 02 0000"],
  ["a first number that is too long", "30 08 02 03 010000 02 01 02"],
  ["a second number that is too long", "30 08 02 01 01 02 03 010000"],
  ["a byte after the sequence", "30 06 02 01 01 02 01 02 00"],
  ["a byte after the numbers", "30 07 02 01 01 02 01 02 00"],
  ["a sequence that ends too early", "30 05 02 01 01 02 01 02"],
  ["a sequence that is cut", "30 06 02 01 01 02 01"],
  ["a second number longer than the sequence", "30 06 02 01 01 02 02 02"],
  ["a first number longer than the sequence", "30 06 02 05 01 02 01 02"],
  ["a tag alone", "30"],
  ["a sequence of a tag alone", "30 01 02"],
  ["a second number of a tag alone", "30 04 02 01 01 02"],
  ["nothing", ""],
])("refuses %s", (_, der) => {
  expect(() => convert(der, 2)).toThrow(TypeError);
});

/** At P-384 a signature has 104 bytes at most. */
test.each([
  ["in two bytes", `30 81 80 ${integer(62)} ${integer(62)}`],
  ["whose byte says that none follow", `30 80 ${integer(62)} ${integer(62)}`],
  ["whose byte says that two follow", `30 82 ${integer(63)} ${integer(63)}`],
])("refuses a length above 127, %s", (_, der) => {
  expect(() => convert(der, 63)).toThrow(TypeError);
});
