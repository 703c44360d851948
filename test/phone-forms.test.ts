import { describe, expect, test } from "vitest";
import { isSamePhone, parsePhone } from "../lib/phone-forms.ts";

const wanted = parsePhone("+14155551212", "US");

describe("parsePhone", () => {
  test.each([
    "+14155551212",
    " 14155551212",
    "+1 (415) 555-1212",
    "0014155551212",
    "(415) 555-1212",
    "415.555.1212",
    "4155551212",
    "14155551212",
    "1-415-555-1212",
    "tel:+1-415-555-1212",
    "＋１４１５５５５１２１２",
  ])("reads %j as one number", (spelling) => {
    expect(parsePhone(spelling, "US")).toEqual(wanted);
  });

  test("lists the spellings that people use, without what is listed already", () => {
    expect(wanted).toEqual({
      e164: "+14155551212",
      international: "14155551212",
      national: "4155551212",
      spellings: ["(415) 555-1212", "415 555 1212", "415-555-1212", "415.555.1212", "+1 415 555 1212"],
    });
  });

  test.each([
    ["07911 123456", "GB", "+447911123456"],
    ["+44 (0)7911 123456", "US", "+447911123456"],
    ["030 901820", "DE", "+4930901820"],
    ["06 698 12345", "IT", "+390669812345"],
    ["8 (912) 345-67-89", "RU", "+79123456789"],
  ])("reads %j in %s with the rules of its country", (spelling, country, e164) => {
    expect(parsePhone(spelling, country)?.e164).toBe(e164);
  });

  test("keeps the digit that is dialled inside the country among the spellings", () => {
    expect(parsePhone("+447911123456", "US")?.spellings).toContain("07911123456");
  });

  test("reads a number that is in no country's plan by its digits", () => {
    expect(parsePhone("+1234567890", "US")?.international).toBe("1234567890");
    expect(parsePhone(" 1234567890", "US")?.e164).toBe("+1234567890");
  });

  test.each([
    "",
    "+",
    "hello",
    "12",
    "1234567890123456",
    `+1${" ".repeat(40)}4155551212`,
    "' OR 1=1 --",
    "415555{1212}",
  ])("refuses %j", (text) => {
    expect(parsePhone(text, "US")).toBeUndefined();
  });
});

describe("isSamePhone", () => {
  test.each(["+1 415 555 1212", "(415) 555-1212", "14155551212", "415-555-1212 ext. 7"])("knows it as %j", (stored) => {
    expect(wanted && isSamePhone(wanted, stored, "US")).toBe(true);
  });

  test("knows a number of another country as it is dialled there", () => {
    const british = parsePhone("+447911123456", "US");
    expect(british && isSamePhone(british, "07911 123456", "US")).toBe(true);
  });

  test.each(["+44 4155 551212", "+1 415 555 1213", "555-1212", ""])("tells it from %j", (stored) => {
    expect(wanted && isSamePhone(wanted, stored, "US")).toBe(false);
  });
});
