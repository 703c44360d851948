import { expect, test } from "vitest";
import * as z from "zod";
import { findProviderError } from "../../lib/http/provider-error.ts";
import { classifyByStatus, readProviderJson } from "../../lib/http/provider-json.ts";

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
