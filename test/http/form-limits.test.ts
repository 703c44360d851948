// How large a form may be, how its type may be written, and what tells two requests with forms apart.
import "./lambda-environment.ts";
import { describe, expect, test } from "vitest";
import { Problem } from "../../lib/errors.ts";
import { readFormBody } from "../../lib/http/form-body.ts";
import { httpEvent } from "../support/events.ts";

const type = "multipart/form-data; boundary=b";

interface Part {
  readonly head: string;
  readonly content: string | Buffer;
  readonly type?: string;
}

const form = (...parts: readonly Part[]) =>
  Buffer.concat([
    ...parts.flatMap(({ head, content, type: partType }) => [
      Buffer.from(`--b\r\ncontent-disposition: form-data; ${head}\r\n`),
      Buffer.from(`${partType === undefined ? "" : `content-type: ${partType}\r\n`}\r\n`),
      Buffer.from(content),
      Buffer.from("\r\n"),
    ]),
    Buffer.from("--b--\r\n"),
  ]);

function read(body: string | Buffer, contentType: string | undefined = type) {
  const base = httpEvent({ on: "POST /api/files" });
  return readFormBody({
    ...base,
    headers: contentType === "none" ? {} : { "content-type": contentType },
    body: Buffer.from(body).toString("base64"),
    isBase64Encoded: true,
  });
}

const getRefusal = async (work: Promise<unknown>) => {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof Problem)) return "taken";
  return { code: error.code, detail: error.message, ...error.members };
};

const note = (content: string | Buffer): Part => ({ head: 'name="note"', content });

test.each([
  "multipart/form-data;boundary=b",
  "Multipart/Form-Data; boundary=b",
  "multipart/form-data ; boundary=b",
  'multipart/form-data; boundary="b"',
])("reads a form of the type %s", async (contentType) => {
  expect((await read(form(note("a")), contentType)).fields).toEqual({ note: "a" });
});

test.each(["application/json", " APPLICATION/JSON ", "application/json;charset=utf-8", "application/json ; x=y"])(
  "reads JSON of the type %s, and knows it by its bytes",
  async (contentType) => {
    expect(await read('{"note" : "a"}', contentType)).toEqual({
      ...{ fields: { note: "a" }, content: [Buffer.from('{"note" : "a"}')] },
    });
  },
);

test.each([
  "none",
  "",
  "application/json2",
  "application/json,multipart/form-data",
  "form-data",
  "x; application/json",
])("says of the type %j which are read", async (contentType) => {
  expect(await getRefusal(read("{}", contentType))).toEqual({
    ...{ code: "unsupported_media_type", detail: "Send multipart/form-data or application/json." },
  });
});

test("reads JSON of another charset no more than elsewhere", async () => {
  expect(await getRefusal(read("{}", "application/json; charset=utf-16"))).toMatchObject({ field: "content-type" });
});

test("takes a body of exactly Lambda's limit, and none that is a byte longer", async () => {
  const max = 6 * 1024 * 1024;
  const head = form(note("")).length;
  expect(await getRefusal(read(form(note("x".repeat(max - head)))))).toBe("taken");
  for (const [body, contentType] of [
    [form(note("x".repeat(max - head + 1))), type],
    [`"${"x".repeat(max - 1)}"`, "application/json"],
  ] as const)
    expect(await getRefusal(read(body, contentType))).toMatchObject({ code: "payload_too_large" });
});

test("says how many parts a form may have", async () => {
  const parts = Array.from({ length: 101 }, (_, at) => ({ head: `name="n${at}"`, content: "" }));
  expect(await getRefusal(read(form(...parts)))).toEqual({
    ...{ code: "payload_too_large", detail: "The form has more than 100 parts." },
  });
});

test.each([
  ["cut off", form(note("a")).subarray(0, -10), "The body is not a form as its content type says."],
  ["with a part that comes twice", form(note("a"), note("a")), "A part of the form came more than once."],
])("says what is wrong with a form %s", async (_, body, detail) => {
  expect(await getRefusal(read(body))).toEqual({ code: "invalid_request", detail, field: "body" });
});

test.each([
  ["a text", note(Buffer.from([0x61, 0xff])), "note: is not UTF-8.", "note"],
  ["a text beside a replacement character", note(Buffer.from("\ufffd\xff", "latin1")), "note: is not UTF-8.", "note"],
  ["a NUL in a text", note("a\0"), "note: has a NUL character in it.", "note"],
  ["a NUL in a file's name", { head: 'name="f"; filename="a\0"', content: "x" }, "f: has a NUL character in it.", "f"],
  ["a NUL in its own name", { head: 'name="a\0"', content: "x" }, "a\0: has a NUL character in it.", "a\0"],
])("names the part that is odd by %s", async (_, part, detail, field) => {
  expect(await getRefusal(read(form(part)))).toEqual({ code: "invalid_request", detail, field });
});

test("reads a file's name with a quote, which forms encode", async () => {
  const { fields } = await read(form({ head: 'name="f"; filename="a%22b"', content: "x" }));
  expect(Object(fields).f.name).toBe('a"b');
});

test("takes bytes in a file that are no text, and its name with a replacement character as it was sent", async () => {
  const { fields } = await read(form({ head: 'name="f"; filename="\ufffd"', content: Buffer.from([0xff, 0]) }));
  const file: File = Object(fields).f;
  expect([file.name, [...new Uint8Array(await file.arrayBuffer())]]).toEqual(["\ufffd", [0xff, 0]]);
});

describe("two requests are told apart by", () => {
  const content = async (...parts: Part[]) => JSON.stringify((await read(form(...parts))).content);
  const file: Part = { head: 'name="a"; filename="n"', content: "x", type: "text/plain" };

  test.each<[string, Part]>([
    ["a file's type", { ...file, type: "text/html" }],
    ["a file's name", { ...file, head: 'name="a"; filename="m"' }],
    ["a file's content", { ...file, content: "y" }],
    ["the name of its part", { ...file, head: 'name="b"; filename="n"' }],
    ["whether it is a file", { head: 'name="a"', content: "x" }],
  ])("%s", async (_, other) => {
    expect(await content(other)).not.toBe(await content(file));
  });

  test("the name and the value of a text", async () => {
    expect((await read(form(note("a")))).content).toEqual(["text", "note", "a"]);
  });

  test("nothing else", async () => {
    expect(await content(file)).toBe(await content(file));
    expect((await read(form(file))).content).toEqual(["file", "a", "n", "text/plain", new Uint8Array([120])]);
  });
});
