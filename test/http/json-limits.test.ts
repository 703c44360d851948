// How large, deep and odd a JSON body may be, to the last value, and what is said of one that is not taken.
import { describe, expect, test } from "vitest";
import { Problem } from "../../lib/errors.ts";
import { findTextFault, parseJson, rejectField } from "../../lib/http/json-body.ts";

const parse = (text: string) => parseJson(Buffer.from(text));

/** Status, detail and field of the refusal; the value where there is none. */
function read(text: string | Buffer): unknown {
  try {
    return { value: parseJson(Buffer.from(text)) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { status: error.status, detail: error.message, ...error.members };
  }
}

const list = (count: number, item = "1") => `[${Array.from({ length: count }, () => item).join(",")}]`;
const object = (count: number) => `{${Array.from({ length: count }, (_, at) => `"${at}":1`).join(",")}}`;

describe("takes, and refuses with one more,", () => {
  test("64 levels", () => {
    expect(parse(`${"[".repeat(64)}${"]".repeat(64)}`)).toBeDefined();
    expect(parse(`${'{"a":'.repeat(64)}1${"}".repeat(64)}`)).toBeDefined();
    const refused = { status: 400, detail: "0: is nested too deep.", field: "0" };
    expect(read(`${"[".repeat(65)}${"]".repeat(65)}`)).toEqual(refused);
    expect(read(`${'{"a":'.repeat(65)}1${"}".repeat(65)}`)).toEqual({
      ...{ status: 400, detail: "a: is nested too deep.", field: "a" },
    });
  });

  test("64 levels at a time, however often", () => {
    const deep = `${"[".repeat(63)}${"]".repeat(63)}`;
    expect(parse(`[${deep},${deep}]`)).toHaveLength(2);
    expect(read(`[1,${deep},[${deep}]]`)).toEqual({ status: 400, detail: "2: is nested too deep.", field: "2" });
  });

  test("a thousand members of an object", () => {
    expect(Object.keys(Object(parse(object(1000))))).toHaveLength(1000);
    const refused = { status: 413, detail: "An object in the body has more than 1000 members." };
    expect(read(object(1001))).toEqual(refused);
    expect(read(`[${object(1001)}]`)).toEqual(refused);
    expect(parse(`[${object(600)},${object(600)}]`)).toHaveLength(2);
  });

  test("twenty thousand values, the outermost among them", () => {
    const refused = { status: 413, detail: "The body has more than 20000 values." };
    for (const item of ["1", '"a"', "null", "[]", "{}", '""', "-1.5e+3"]) {
      expect(parse(list(19_999, item))).toHaveLength(19_999);
      expect(read(list(20_000, item))).toEqual(refused);
    }
    expect(parse(list(9999, '{"a":1}'))).toHaveLength(9999);
    expect(read(`[${list(9999, '{"a" : 1}').slice(1, -1)},1,2]`)).toEqual(refused);
  });
});

test.each([
  ["bytes that are no UTF-8", Buffer.from([0x22, 0xff, 0x22]), "body: is not UTF-8.", "body"],
  ["half a character", '{"a":"\\ud83d"}', "a: has half of a character in it (a lone surrogate).", "a"],
  ["half a character alone", '"\\ud83d"', "body: has half of a character in it (a lone surrogate).", "body"],
  ["a NUL", '{"a":["b","\\u0000"]}', "a.1: has a NUL character in it.", "a.1"],
  ["a NUL in a name", '{"a":{"\\u0000":1}}', "a: has a NUL character in it.", "a"],
  ["a NUL in a name of a list's object", '[1,{"b":1,"\\u0000":1}]', "1: has a NUL character in it.", "1"],
  ["a NUL behind a list", '{"a":[1,2],"b":"\\u0000"}', "b: has a NUL character in it.", "b"],
  ["a NUL behind an object in a list", '[{"a":1},2,"\\u0000"]', "2: has a NUL character in it.", "2"],
  ["a name that comes twice", '{"a":1,"b":{"a":1,"a":2}}', "b.a: is there more than once.", "b.a"],
  ["a name that comes twice, far apart", '{"a":[{"a":1}],"b":"a","a" \n :2}', "a: is there more than once.", "a"],
  ["an empty name that comes twice", '{"":1,"":2}', "body: is there more than once.", "body"],
  ["a name with a quote that comes twice", '{"\\"":1,"\\u0022":2}', '": is there more than once.', '"'],
  ["what is no JSON", "{'a':1}", "The body is not JSON.", "body"],
])("says what is wrong with %s, and where", (_, text, detail, field) => {
  expect(read(text)).toEqual({ status: 400, detail, field });
});

test("names at most two hundred characters of a place", () => {
  const name = "x".repeat(300);
  expect(read(`{"${name}":"\\u0000"}`)).toMatchObject({ field: "x".repeat(200) });
  expect(read(`{"${name.slice(100)}":"\\u0000"}`)).toMatchObject({ field: "x".repeat(200) });
});

test.each([
  '{"a" : 1 , "b" : [ 1 , 2 ] }',
  '\n{\t"a"\r\n:\n"b:c,d"\n}',
  '{"a":"\\"a\\":1,\\"a\\":2"}',
  '{"a\\\\":1,"a":2,"a\\"":3}',
  '{"a":"\\\\","b":"\\\\\\""}',
  '{"a":"]}","b":"[{","c":["]","}"]}',
  '["a","a",{"a":"a"},"a"]',
  '{"a":{"b":1},"b":{"a":1}}',
  '{"A":1,"a":2,"\\u00e9":3,"e\\u0301":4}',
  '{"":1}',
  '{"a:b":1,"ab:":2}',
  '{"constructor":1,"toString":2}',
  '"\\ud83d\\ude00\\\\u0000"',
  "true",
  "-0.5e-7",
  " [ ] ",
  '""',
])("reads %s", (text) => {
  expect(read(text)).toEqual({ value: JSON.parse(text) });
});

test("knows what no store keeps", () => {
  expect(["", "a", "😀", "\u0001", "\ufffd"].map(findTextFault)).toEqual(Array(5).fill(undefined));
  expect(findTextFault("\udc00a")).toBe("has half of a character in it (a lone surrogate).");
  expect(findTextFault("a\0b")).toBe("has a NUL character in it.");
  expect(rejectField("a.b", "is odd.")).toMatchObject({
    ...{ code: "invalid_request", message: "a.b: is odd.", members: { field: "a.b" } },
  });
});
