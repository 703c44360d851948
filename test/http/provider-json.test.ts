import { describe, expect, test } from "vitest";
import * as z from "zod";
import { findProviderError } from "../../lib/http/provider-error.ts";
import { classifyByStatus, parseAnswer, readProviderJson } from "../../lib/http/provider-json.ts";
import { logged } from "./lambda-environment.ts";

const refusal = (status: number, headers: Record<string, string> = {}) => ({
  status,
  headers: new Headers(headers),
  body: undefined,
});

test.each([
  [302, "permanent"],
  [400, "permanent"],
  [401, "token"],
  [403, "scope"],
  [404, "absent"],
  [410, "absent"],
  [422, "permanent"],
  [429, "rate"],
  [500, "transient"],
  [502, "transient"],
  [503, "transient"],
  [504, "transient"],
])("takes status %i for %s", (status, expected) => {
  expect(classifyByStatus(refusal(status))).toMatchObject({ kind: expected, code: `http_${status}` });
});

test("passes on how long a provider asks to wait", () => {
  expect(classifyByStatus(refusal(429, { "retry-after": "30" })).retryAfterSeconds).toBe(30);
  expect(classifyByStatus(refusal(503, { "retry-after": "0" })).retryAfterSeconds).toBe(0);
  expect(classifyByStatus(refusal(503))).not.toHaveProperty("retryAfterSeconds");
});

const schema = z.object({ id: z.string() });
const failureFrom = async (response: Response) =>
  findProviderError(await readProviderJson(response, schema).catch((error: unknown) => error));

test("reads an answer of the expected shape and leaves out the rest", async () => {
  expect(await readProviderJson(Response.json({ id: "1", more: true }), schema)).toEqual({ id: "1" });
});

test.each([
  ["another shape", Response.json({ id: 1 })],
  ["an array", Response.json([])],
  ["null", Response.json(null)],
  ["a page of HTML", new Response("<html>Login</html>", { headers: { "content-type": "text/html" } })],
  ["nothing", new Response(null, { status: 204 })],
])("takes a success with %s for the provider's fault", async (_, response) => {
  expect(await failureFrom(response)).toMatchObject({ kind: "permanent", code: "answer_unexpected" });
});

test("classes a refusal whose body is no JSON by its status", async () => {
  expect(await failureFrom(new Response("<html>", { status: 503 }))).toMatchObject({
    kind: "transient",
    code: "http_503",
  });
});

test("keeps a refusal's text out of the error", async () => {
  const response = Response.json({ error: "token xoxb-hunter2 is bad" }, { status: 401 });
  const error = await readProviderJson(response, schema).catch((thrown: unknown) => thrown);
  expect(`${error}${JSON.stringify(findProviderError(error))}`).not.toContain("hunter2");
});

test("refuses a success of too many values, and reads one that is nested deeper than any stack", async () => {
  const wide = `{"id":"1","list":[${"[],".repeat(1_000_000)}1]}`;
  expect(await failureFrom(new Response(wide))).toMatchObject({ kind: "permanent", code: "answer_too_large" });
  const deep = `{"id":"1","list":${"[".repeat(300_000)}${"]".repeat(300_000)}}`;
  expect(await readProviderJson(new Response(deep), schema)).toEqual({ id: "1" });
});

test("tells a provider's own rule the status, the headers and what the body says", async () => {
  const response = Response.json({ error: "no" }, { status: 418, headers: { "x-why": "tea" } });
  const work = readProviderJson(response, schema, ({ status, headers, body }) => ({
    kind: "config",
    code: `${status}.${headers.get("x-why")}.${Object(body).error}`,
  }));
  await expect(work).rejects.toMatchObject({ kind: "config", code: "418.tea.no" });
});

describe("a million values", () => {
  const loose = z.unknown();
  const read = async (text: string) =>
    readProviderJson(new Response(text), loose).then(
      () => "read",
      (error: unknown) => findProviderError(error)?.code,
    );

  test.each([
    ["in a list", 999_999, (count: number) => `[${"1,".repeat(count - 1)}1]`],
    ["in a list of lists", 999_998, (count: number) => `[[${"1,".repeat(count - 1)}1]]`],
    ["in the last list of a list", 999_997, (count: number) => `[1,[${"1,".repeat(count - 1)}1]]`],
    ["in a list, the last of which are in another", 999_998, (count: number) => `[${"1,".repeat(count - 1)}[1]]`],
    ["each of them null, beside an object", 999_998, (count: number) => `[{"a":[]},${"null,".repeat(count - 2)}null]`],
  ])("%s are read, and one more is not", async (_, most, write) => {
    expect([await read(write(most)), await read(write(most + 1))]).toEqual(["read", "answer_too_large"]);
  });

  test("are not in a text of a million characters, nor in nothing", async () => {
    expect(await read(JSON.stringify("x".repeat(1_100_000)))).toBe("read");
    expect([await read("null"), await read("7")]).toEqual(["read", "read"]);
  });

  test("are no matter where the answer is a refusal", async () => {
    const work = readProviderJson(new Response(`[${"1,".repeat(1_100_000)}1]`, { status: 404 }), loose);
    await expect(work).rejects.toMatchObject({ kind: "absent" });
  });
});

test("leaves out what is odd, and says how much of it and nothing else", () => {
  const list = z.object({ items: z.array(z.object({ id: z.string() })) });
  logged.length = 0;
  expect(parseAnswer(list, { items: [{ id: "1" }, { id: 7 }, { id: "hunter2" }] })).toEqual({
    items: [{ id: "1" }, { id: "hunter2" }],
  });
  expect(logged.map((line) => JSON.parse(line))).toMatchObject([
    { level: "WARN", message: "parts of a provider's answer could not be read", omitted: 1 },
  ]);
  expect(logged.join("")).not.toContain("hunter2");
});

test("says nothing of an answer that was read in full", () => {
  logged.length = 0;
  parseAnswer(schema, { id: "1" });
  expect(logged).toEqual([]);
});
