import { describe, expect, test } from "vitest";
import {
  decodeBodyText,
  isObject,
  parseJsonObject,
  pickHeaders,
  readText,
  rejectMalformed,
  requireContentType,
  serializeWithout,
  tryParseJsonObject,
} from "../../lib/webhooks/body.ts";
import { createWebhookRequest } from "./support/webhook-request.ts";

const withType = (type: string | undefined) => createWebhookRequest({ headers: { "content-type": type } });
const withBody = (body: Buffer) => createWebhookRequest({ body });
const malformed = expect.objectContaining({ code: "invalid_request", status: 400, cause: "malformed" });
const form = "application/x-www-form-urlencoded";

describe("the content type", () => {
  test.each([
    ["application/json", "json"],
    ["Application/JSON", "json"],
    [" application/json ", "json"],
    ["application/json;charset=utf-8", "json"],
    ["application/json; charset=UTF-8", "json"],
    ["application/json ; charset=utf8", "json"],
    ['application/json; charset="utf-8"', "json"],
    ["application/json; charset=", "json"],
    ["application/json; charset=utf-8 ", "json"],
    ["application/json;  CHARSET=utf-8", "json"],
    [form, "form"],
    [`${form}; charset=utf-8`, "form"],
  ])("%j is read as %s", (type, expected) => {
    expect(requireContentType(withType(type), "json", "form")).toBe(expected);
  });

  test.each([
    undefined,
    "",
    "text/plain",
    "application/json5",
    "xapplication/json",
    "application/jsonl; charset=utf-8",
    "application/json, application/json",
    "application/json; charset=iso-8859-1",
    "application/json; charset=utf-16",
    "application/json; charset=xutf-8",
    "application/json; charset=utf-8x",
    "application/json; charset=utf-88",
    "application/json; charset=utf-8; x=y",
    "application/json; boundary=x",
    "application/json charset=utf-8",
    "charset=utf-8",
  ])("%j is refused", (type) => {
    const refusal = { code: "unsupported_media_type", status: 415, cause: "content_type" };
    expect(() => requireContentType(withType(type), "json", "form")).toThrow(expect.objectContaining(refusal));
  });

  test("is refused where this receiver does not take it", () => {
    expect(() => requireContentType(withType(form), "json")).toThrow();
    expect(() => requireContentType(withType("application/json"), "form")).toThrow();
    expect(() => requireContentType(withType("application/json"))).toThrow();
  });
});

describe("the text of a body", () => {
  test("is UTF-8", () => {
    expect(decodeBodyText(withBody(Buffer.from('{"a":"é✓😀"}')))).toBe('{"a":"é✓😀"}');
    expect(decodeBodyText(withBody(Buffer.of()))).toBe("");
  });

  test.each([[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80]])("is refused where it is not: %#", (...bytes) => {
    expect(() => decodeBodyText(withBody(Buffer.from(bytes)))).toThrow(malformed);
  });
});

describe("a JSON object", () => {
  test("is parsed", () => {
    expect(parseJsonObject(' {"a":[1]} ')).toEqual({ a: [1] });
    expect(parseJsonObject("{}")).toEqual({});
  });

  test.each(["", "{", "null", "[]", '[{"a":1}]', '"a"', "7", "true"])("is not %j", (text) => {
    expect(() => parseJsonObject(text)).toThrow(malformed);
    expect(tryParseJsonObject(text)).toBeUndefined();
    expect(tryParseJsonObject(withBody(Buffer.from(text)))).toBeUndefined();
  });

  test("is read from a text or a body before its sender is known", () => {
    expect(tryParseJsonObject('{"a":1}')).toEqual({ a: 1 });
    expect(tryParseJsonObject(withBody(Buffer.from('{"a":"é"}')))).toEqual({ a: "é" });
    expect(tryParseJsonObject(withBody(Buffer.from([0x22, 0xff, 0x22])))).toBeUndefined();
  });

  test("is told from other values", () => {
    expect([{}, { a: 1 }].map(isObject)).toEqual([true, true]);
    expect([null, undefined, [], "a", 7].map(isObject)).toEqual([false, false, false, false, false]);
  });
});

test("what is malformed is answered by 400", () => {
  expect(rejectMalformed()).toEqual(malformed);
});

describe("a member", () => {
  test("is a text of at most 256 characters, unless another bound is given", () => {
    expect(readText({ a: "é" }, "a")).toBe("é");
    expect(readText({ a: "x".repeat(256) }, "a")).toHaveLength(256);
    expect(readText({ a: "x".repeat(257) }, "a")).toBeUndefined();
    expect(readText({ a: "123" }, "a", 3)).toBe("123");
    expect(readText({ a: "1234" }, "a", 3)).toBeUndefined();
  });

  test.each([["missing"], ["empty"], ["number"], ["list"], ["null"]])("is none when it is %s", (name) => {
    expect(readText({ empty: "", number: 7, list: ["a"], null: null }, name)).toBeUndefined();
  });
});

describe("what is queued of a body", () => {
  test("lacks the members that are secret", () => {
    expect(
      serializeWithout({ token: "t", a: 1, response_url: "u", b: { token: "inner" } }, "token", "response_url"),
    ).toBe('{"a":1,"b":{"token":"inner"}}');
    expect(serializeWithout({ a: 1 })).toBe('{"a":1}');
  });

  test("is refused when it cannot be written again", () => {
    const deep = JSON.parse(`{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}`);
    expect(() => serializeWithout(deep, "token")).toThrow(malformed);
  });

  test("has those headers that are named and present", () => {
    const request = createWebhookRequest({ headers: { "x-event": "push", "x-empty": "", authorization: "secret" } });
    expect(pickHeaders(request, "x-event", "x-empty", "x-missing")).toStrictEqual({
      "x-event": "push",
      "x-empty": "",
    });
    expect(pickHeaders(request)).toEqual({});
  });
});
