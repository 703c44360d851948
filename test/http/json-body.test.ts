import "./lambda-environment.ts";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { parseJson } from "../../lib/http/json-body.ts";
import { ok } from "../../lib/http/response.ts";
import { measureBusyMs } from "../support/busy.ts";
import { type EventOptions, httpEvent } from "../support/events.ts";
import { fc } from "../support/properties.ts";
import { lambdaContext } from "./lambda-context.ts";

const received: unknown[] = [];
const endpoint = userEndpoint(
  { body: z.object({ text: z.string(), inner: z.object({ note: z.string() }).optional() }), query: z.looseObject({}) },
  async ({ body }) => {
    received.push(body);
    return ok(body);
  },
);

interface Sent extends Partial<EventOptions> {
  readonly bytes?: Buffer;
}

/** Sends a body; `bytes` as the gateway passes what is no text. */
async function send({ bytes, ...options }: Sent) {
  received.length = 0;
  const event = httpEvent({ on: "POST /api/thing", claims: { sub: "ada" }, ...options });
  const sent = bytes ? { ...event, body: bytes.toString("base64"), isBase64Encoded: true } : event;
  const { statusCode, body = "" } = await endpoint(sent, lambdaContext);
  return { statusCode, ...JSON.parse(body) };
}

const quoteBytes = (...bytes: number[]) => Buffer.from([...Buffer.from('{"text":"a'), ...bytes, ...Buffer.from('"}')]);

describe("refuses, and does nothing with,", () => {
  test.each([
    ["bytes that are not UTF-8", { bytes: quoteBytes(0xff, 0xfe) }, "body"],
    ["an overlong slash", { bytes: quoteBytes(0xc0, 0xaf) }, "body"],
    ["half a surrogate pair in bytes", { bytes: quoteBytes(0xed, 0xa0, 0xbd) }, "body"],
    ["Latin-1", { bytes: Buffer.from('{"text":"é"}', "latin1") }, "body"],
    ["UTF-16", { bytes: Buffer.from('\ufeff{"text":"a"}', "utf16le") }, "body"],
    [
      "another charset",
      { body: '{"text":"a"}', headers: { "content-type": "application/json;charset=iso-8859-1" } },
      "content-type",
    ],
    [
      "a quoted charset",
      { body: '{"text":"a"}', headers: { "content-type": 'application/json; charset="utf-16"' } },
      "content-type",
    ],
    ["what the gateway replaced", { body: '{"text":"a\ufffd"}', headers: { "content-length": "13" } }, "body"],
    ["half a surrogate pair", { body: '{"text":"\\ud83d"}' }, "text"],
    ["a pair in the wrong order", { body: '{"text":"\\ude00\\ud83d"}' }, "text"],
    ["a NUL", { body: '{"text":"a\\u0000"}' }, "text"],
    ["a NUL deep inside", { body: '{"text":"a","inner":{"note":"\\u0000"}}' }, "inner.note"],
    ["half a pair in a member that is ignored", { body: '{"text":"a","more":[1,{"x":"\\uD83D"}]}' }, "more.1.x"],
    ["half a pair in a name", { body: '{"text":"a","\\ud83d":1}' }, "body"],
    ["a name that is there twice", { body: '{"text":"a","text":"b"}' }, "text"],
    ["a name that is there twice, written otherwise", { body: '{"text":"a","t\\u0065xt" : "b"}' }, "text"],
    ["a name that is there twice in an ignored list", { body: '{"text":"a","l":[[{"b":1,"b":2}]]}' }, "l.0.0.b"],
    ["a hundred thousand levels", { body: `{"text":"a","x":${"[".repeat(1e5)}${"]".repeat(1e5)}}` }, "x"],
    [
      "a hundred thousand objects in each other",
      { body: `{"text":"a","x":${'{"a":'.repeat(1e5)}1${"}".repeat(1e5)}}` },
      "x",
    ],
    ["a NUL in the query", { body: '{"text":"a"}', query: { q: "a\0" } }, "q"],
  ])("%s", async (_, sent: Sent, field) => {
    expect(await send(sent)).toMatchObject({ statusCode: 400, code: "invalid_request", field });
    expect(received).toEqual([]);
  });

  test.each([
    [
      "60,000 members",
      JSON.stringify({ text: "a", ...Object.fromEntries(Array.from({ length: 60_000 }, (_, at) => [at, 1])) }),
    ],
    ["30,000 values", JSON.stringify({ text: "a", list: Array.from({ length: 30_000 }, () => []) })],
  ])("%s", async (_, body) => {
    expect(await send({ body })).toMatchObject({ statusCode: 413, code: "payload_too_large" });
    expect(received).toEqual([]);
  });
});

test.each([
  ["emoji and escapes", '{"text":"\\ud83d\\ude00 \\"quoted\\" \\\\u0000 {[,:]} é"}', '😀 "quoted" \\u0000 {[,:]} é'],
  ["a replacement character that the client sent", '{"text":"\ufffd"}', "\ufffd"],
  ["the same name in two objects", '{"text":"a","x":{"text":1},"y":[{"text":1},{"text":2}]}', "a"],
])("takes %s", async (_, body, text) => {
  const headers = {
    "content-length": String(Buffer.byteLength(body)),
    "content-type": "application/json; charset=UTF-8",
  };
  expect(await send({ body, headers })).toMatchObject({ statusCode: 200, text });
});

test("reads any JSON of ordinary size as JSON.parse does", () => {
  fc.assert(
    fc.property(fc.json({ stringUnit: "grapheme", maxDepth: 5 }), (text) => {
      if (text.includes("\\u0000")) return;
      expect(parseJson(Buffer.from(text))).toEqual(JSON.parse(text));
    }),
  );
});

test("checks a body of a megabyte in a moment, whatever it is made of", async () => {
  for (const piece of ["[],", '"\\"",', "1,", '{"a":{}},', `"${"\\\\".repeat(1000)}",`]) {
    const body = Buffer.from(`[${piece.repeat(Math.floor(990_000 / piece.length))}0]`);
    const read = () => {
      try {
        parseJson(body);
      } catch {}
    };
    expect(await measureBusyMs(read)).toBeLessThan(400);
  }
});
