// In which encoding a body may come, and how its texts are checked.
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { Problem } from "../../lib/errors.ts";
import { parseCookies, parseRequest, readBodyBytes } from "../../lib/http/request.ts";
import { type EventOptions, httpEvent } from "../support/events.ts";

const event = (options: Partial<EventOptions> = {}) => httpEvent({ on: "POST /api/thing", ...options });

function refusal(work: () => unknown): Pick<Problem, "code" | "message" | "members"> {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return { code: error.code, message: error.message, members: error.members };
  }
  throw new Error("It was not refused");
}

const message = z.object({ text: z.string() });
const read = (contentType: string | undefined, body = '{"text":"a"}', more: Record<string, string> = {}) => {
  const sent = event({ body, headers: more });
  const headers = contentType === undefined ? more : { ...sent.headers, "content-type": contentType };
  return parseRequest({ body: message }, { ...sent, headers }).body;
};

test.each([
  undefined,
  "application/json",
  "text/plain",
  "application/json;charset=utf-8",
  "application/json; charset=UTF8",
  'application/json ;  charset = "utf-8"; x=y',
  "application/json;\tCHARSET=Utf-8",
  "application/json; x=charset-latin1",
  "application/charset=utf-16",
])("reads a body of the type %s", (type) => {
  expect(read(type)).toEqual({ text: "a" });
});

test.each([
  "application/json; charset=utf-16",
  "application/json;charset=latin1",
  "application/json; charset=xutf-8",
  "application/json; charset=utf-8x",
  "application/json; charset=utf--8",
  'application/json; charset="utf-16"',
  "application/json; x=y; charset = utf-7",
  "application/json; charset=",
  'application/json; charset="',
])("refuses a body of the type %s, naming the header", (type) => {
  expect(refusal(() => read(type))).toEqual({
    code: "invalid_request",
    message: "content-type: names a charset. Send UTF-8.",
    members: { field: "content-type" },
  });
});

describe("a body that the gateway has decoded", () => {
  const odd = '{"text":"a\ufffd"}';
  const length = Buffer.byteLength(odd);

  test.each([length - 2, length - 1, length + 1])("is refused with a length of %i bytes: it was not UTF-8", (sent) => {
    expect(refusal(() => read("application/json", odd, { "content-length": String(sent) }))).toEqual({
      code: "invalid_request",
      message: "body: is not UTF-8.",
      members: { field: "body" },
    });
  });

  test("is taken as it was sent where its length is right, or not told", () => {
    expect(read("application/json", odd, { "content-length": String(length) })).toEqual({ text: "a\ufffd" });
    expect(read("application/json", odd)).toEqual({ text: "a\ufffd" });
  });

  test("is taken with another length where nothing in it was replaced", () => {
    expect(read("application/json", '{"text":"a"}', { "content-length": "99" })).toEqual({ text: "a" });
  });

  test("is not, where it comes as Base64", () => {
    const sent = event({ headers: { "content-length": "1" } });
    const encoded = { ...sent, body: Buffer.from(odd).toString("base64"), isBase64Encoded: true };
    expect(parseRequest({ body: message }, encoded).body).toEqual({ text: "a\ufffd" });
    expect(readBodyBytes(encoded).toString()).toBe(odd);
    expect(readBodyBytes({ ...encoded, isBase64Encoded: false }).toString()).toBe(encoded.body);
  });
});

describe("a body that may be missing", () => {
  const optional = { body: message.optional() };

  test("is undefined where it is missing", () => {
    expect([event(), event({ body: "" })].map((sent) => parseRequest(optional, sent).body)).toEqual([
      undefined,
      undefined,
    ]);
    expect(parseRequest({ body: message.default({ text: "d" }) }, event()).body).toEqual({ text: "d" });
  });

  test("is read where it came, and refused where it is no JSON", () => {
    expect(parseRequest(optional, event({ body: { text: "a" } })).body).toEqual({ text: "a" });
    expect(refusal(() => parseRequest(optional, event({ body: " " }))).members).toEqual({ field: "body" });
  });

  test("is not even looked at where an endpoint takes none", () => {
    expect(parseRequest({}, event({ body: "{nope", query: { q: "a\0" } }))).toEqual({
      ...{ path: undefined, query: undefined, body: undefined },
    });
  });

  test("must be there where a schema wants it", () => {
    expect(refusal(() => parseRequest({ body: message }, event({ body: "" })))).toMatchObject({
      message: "The body is not JSON.",
      members: { field: "body" },
    });
  });
});

test.each(["[]", "null", '"text"'])("names the request where its body is %s", (body) => {
  const { message: detail, members } = refusal(() => parseRequest({ body: message }, event({ body })));
  expect(members).toEqual({ field: "request" });
  expect(detail).toMatch(/^request: \S+/);
});

test("says what a schema says of a field that is wrong", () => {
  const body = z.object({ text: z.string("must be text.") });
  expect(refusal(() => parseRequest({ body }, event({ body: { text: 1 } }))).message).toBe("text: must be text.");
});

test("takes path and query that are not there for empty ones", () => {
  const schemas = { path: z.object({ id: z.string().optional() }), query: z.object({ q: z.string().optional() }) };
  expect(parseRequest(schemas, event())).toEqual({ path: {}, query: {}, body: undefined });
});

test.each([
  ["a NUL", "a\0", "has a NUL character in it."],
  ["half a character", "a\ud83d", "has half of a character in it (a lone surrogate)."],
])("refuses %s in path and query, naming where", (_, text, what) => {
  const loose = z.looseObject({});
  const expected = { code: "invalid_request", message: `q: ${what}`, members: { field: "q" } };
  expect(refusal(() => parseRequest({ query: loose }, event({ query: { a: "b", q: text } })))).toEqual(expected);
  expect(refusal(() => parseRequest({ path: loose }, event({ pathParameters: { q: text } })))).toEqual(expected);
  expect(parseRequest({ query: loose }, event({ query: { q: "😀" } })).query).toEqual({ q: "😀" });
});

test("reads a cookie's name and value without the spaces around them", () => {
  const cookies = event({ cookies: [" a = 1 ", "b=", "c"] });
  expect([...parseCookies(cookies)]).toEqual([
    ["a", "1"],
    ["b", ""],
  ]);
  expect([...parseCookies(event({ headers: { cookie: "a=1;b=2 ; c=3=" } }))]).toEqual([
    ["a", "1"],
    ["b", "2"],
    ["c", "3="],
  ]);
});

test("takes the cookies of the gateway rather than those of the header", () => {
  expect([...parseCookies(event({ cookies: ["a=1"], headers: { cookie: "a=2; b=3" } }))]).toEqual([["a", "1"]]);
});
