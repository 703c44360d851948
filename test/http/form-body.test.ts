import "./lambda-environment.ts";
import { expect, test } from "vitest";
import * as z from "zod";
import { type RequestIdentity, userEndpoint } from "../../lib/http/endpoint.ts";
import { readFormBody } from "../../lib/http/form-body.ts";
import { ok } from "../../lib/http/response.ts";
import { measureBusyMs } from "../support/busy.ts";
import { httpEvent } from "../support/events.ts";
import { lambdaContext } from "./lambda-context.ts";

const identities: RequestIdentity[] = [];
const endpoint = userEndpoint(
  {
    accepts: "form",
    body: z.object({ file: z.file().optional(), note: z.string().optional() }),
    once: (identity, answer) => {
      identities.push(identity);
      return answer();
    },
  },
  async ({ body: { file, note } }) =>
    ok({ note, name: file?.name, bytes: file && [...new Uint8Array(await file.arrayBuffer())] }),
);

const claims = { sub: "ada", exp: Date.now() / 1000 + 600 };
const boundary = "----formBoundary0123456789abcdef";
const type = `multipart/form-data; boundary=${boundary}`;

/** An event as the gateway sends it: bodies that are not text are Base64. */
function event(body: Buffer | string, contentType?: string) {
  const base = httpEvent({ on: "POST /api/files", claims });
  return {
    ...base,
    headers: { ...base.headers, "content-type": contentType },
    body: Buffer.from(body).toString("base64"),
    isBase64Encoded: true,
  };
}

const part = (head: string, content: Buffer | string, by = boundary) =>
  Buffer.concat([
    Buffer.from(`--${by}\r\ncontent-disposition: form-data; ${head}\r\n\r\n`),
    Buffer.from(content),
    Buffer.from("\r\n"),
  ]);
const form = (parts: readonly Buffer[], by = boundary) => Buffer.concat([...parts, Buffer.from(`--${by}--\r\n`)]);

async function ask(body: Buffer | string, contentType?: string) {
  const { statusCode, body: text = "" } = await endpoint(event(body, contentType), lambdaContext);
  return { statusCode, json: JSON.parse(text) };
}

test("reads a file byte for byte, and the fields beside it", async () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, at) => at));
  const body = form([part('name="file"; filename="ü.bin"', bytes), part('name="note"', "Grüße 🎉")]);
  expect(await ask(body, type)).toEqual({
    statusCode: 200,
    json: { note: "Grüße 🎉", name: "ü.bin", bytes: [...bytes] },
  });
});

test("keeps bytes that look like the end of a part", async () => {
  const bytes = Buffer.from(`\r\n--${boundary.slice(0, -1)}\r\n--`);
  const { json } = await ask(form([part('name="file"; filename="a"', bytes)]), type);
  expect(json.bytes).toEqual([...bytes]);
});

test("reads JSON instead of a form, also above the megabyte of other endpoints", async () => {
  const note = "x".repeat(2_000_000);
  const { statusCode, json } = await ask(JSON.stringify({ note }), "application/json; charset=utf-8");
  expect([statusCode, json.note]).toEqual([200, note]);
});

test.each([
  ["no type", undefined],
  ["another type", "application/x-www-form-urlencoded"],
  ["text", "text/plain"],
  ["a type that only begins like a form", "multipart/form-data-x"],
])("refuses %s as a type that is not read here", async (_, contentType) => {
  expect(await ask("x", contentType)).toMatchObject({ statusCode: 415, json: { code: "unsupported_media_type" } });
});

test.each([
  ["no boundary", form([part('name="note"', "a")]), "multipart/form-data"],
  ["another boundary", form([part('name="note"', "a")]), `multipart/form-data; boundary=${"x".repeat(30)}`],
  ["a form that is cut off", form([part('name="note"', "a")]).subarray(0, -20), type],
  ["nothing at all", "", type],
  ["a part without a name", form([part('filename="a"', "a")]), type],
  ["a part that comes twice", form([part('name="note"', "a"), part('name="note"', "b")]), type],
  ["JSON that is none", "{nope", "application/json"],
])("refuses %s, naming the body", async (_, body, contentType) => {
  expect(await ask(body, contentType)).toMatchObject({ statusCode: 400, json: { field: "body" } });
});

test.each([
  ["bytes that are not UTF-8", part('name="note"', Buffer.from([0x61, 0xff])), "note"],
  ["a NUL", part('name="note"', "a\0b"), "note"],
  ["a file's name that is not UTF-8", part('name="file"; filename="\xff"', "x"), "file"],
])("refuses %s in a part, naming it", async (_, one, field) => {
  const body = field === "file" ? Buffer.from(form([one]).toString("utf8"), "latin1") : form([one]);
  expect(await ask(body, type)).toMatchObject({ statusCode: 400, json: { field } });
});

test("accepts a replacement character that the client sent", async () => {
  const body = form([part('name="note"', "a\ufffd")]);
  expect(await ask(body, type)).toMatchObject({ statusCode: 200, json: { note: "a\ufffd" } });
});

test("refuses what is above Lambda's own limit", async () => {
  expect(await ask(Buffer.alloc(6 * 1024 * 1024 + 1), type)).toMatchObject({ statusCode: 413 });
});

test("a field of that name in an object's prototype does no harm", async () => {
  const body = form([part('name="__proto__"', "x"), part('name="note"', "a")]);
  expect(await ask(body, type)).toMatchObject({ statusCode: 200, json: { note: "a" } });
});

test("a form is the same request under another boundary, and another one with other content", async () => {
  const other = "----another0123456789abcdefghij";
  const content = async (by: string, ...notes: string[]) => {
    const parts = notes.map((note, at) => part(`name="n${at}"`, note, by));
    return (await readFormBody(event(form(parts, by), `multipart/form-data; boundary=${by}`))).content;
  };
  expect(await content(other, "a", "b")).toEqual(await content(boundary, "a", "b"));
  expect(await content(boundary, "ab")).not.toEqual(await content(boundary, "a", "b"));
  expect(await content(boundary, "a", "c")).not.toEqual(await content(boundary, "a", "b"));
});

test("the request's identity contains the file and its name", async () => {
  identities.length = 0;
  await ask(form([part('name="file"; filename="a"', "x")]), type);
  expect(identities[0]?.content).toEqual(expect.arrayContaining(["file", "a", new Uint8Array([120])]));
});

test("takes a hundred parts and no more", async () => {
  const parts = Array.from({ length: 100 }, (_, at) => part(`name="n${at}"`, ""));
  expect(await ask(form(parts), type)).toMatchObject({ statusCode: 200 });
  const answer = await ask(form([...parts, part('name="note"', "")]), type);
  expect(answer).toMatchObject({ statusCode: 413, json: { code: "payload_too_large" } });
});

test("ten thousand parts are read or refused in good time", async () => {
  const parts = form(Array.from({ length: 10_000 }, (_, at) => part(`name="\ufffd${at}"`, "")));
  expect(await measureBusyMs(() => ask(parts, type))).toBeLessThan(2000);
});

test.each(["multipart/form-data; boundary=€", "multipart/form-data; boundary=a\u0000b"])(
  "a content type that is no header's value is refused: %j",
  async (contentType) => {
    expect(await ask("x", contentType)).toMatchObject({ statusCode: 400, json: { field: "body" } });
  },
);
