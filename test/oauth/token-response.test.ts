import "../http/lambda-environment.ts";
import { expect, test } from "vitest";
import * as z from "zod";
import { standardizeTokenResponse } from "../../lib/oauth/token-response.ts";
import { createAcme } from "../support/acme-provider.ts";
import { fc } from "../support/properties.ts";

const provider = createAcme("https://acme.example");
const good = { access_token: "at", token_type: "bearer" };
const year = 366 * 86_400;

const standard = async (body: object, status = 200) => {
  const response = await standardizeTokenResponse(provider, Response.json(body, { status }));
  return { status: response.status, body: z.record(z.string(), z.unknown()).parse(await response.json()) };
};
const lifetime = async (expires_in: unknown) => (await standard({ ...good, expires_in })).body.expires_in;

test.each([
  [3600, 3600],
  ["3600", 3600],
  [3599.9, 3599],
  [1, 1],
  [1e12, year],
  ["999999999999", year],
  [Number.MAX_SAFE_INTEGER, year],
  [year - 1, year - 1],
  [year, year],
  [year + 1, year],
])("believes a lifetime of %j as %i seconds", async (given, seconds) => {
  expect(await lifetime(given)).toBe(seconds);
});

test.each([
  undefined,
  null,
  0,
  0.5,
  -1,
  -3600,
  "0",
  "-5",
  "soon",
  "",
  "1e3",
  "3600 ",
  "x3600",
  "9999999999999",
  true,
  [3600],
  { seconds: 1 },
])("takes a lifetime of %j for one that was not named", async (given) => {
  expect(await lifetime(given)).toBeUndefined();
});

test("never returns a lifetime that is not a whole number between a second and a year", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.jsonValue(), fc.double(), fc.integer().map(String)), async (given) => {
      const seconds = await lifetime(given);
      expect(
        seconds === undefined || (Number.isInteger(seconds) && Number(seconds) >= 1 && Number(seconds) <= year),
      ).toBe(true);
    }),
  );
});

test("gives an error that came at status 200 the status of an error", async () => {
  expect(await standard({ error: "bad_code" })).toEqual({ status: 400, body: { error: "bad_code" } });
});

test("keeps the status of an error that has one", async () => {
  expect((await standard({ error: "invalid_client" }, 401)).status).toBe(401);
});

test("does not treat an error of null as an error", async () => {
  expect((await standard({ ...good, error: null })).status).toBe(200);
});

/** As bytes, since JSON has texts that no value is written as. */
const read = (text: string, status = 200, headers = {}) =>
  standardizeTokenResponse(provider, new Response(text, { status, headers }));

test("takes a lifetime without end for one that was not named", async () => {
  const answer = await read('{"access_token":"at","expires_in":1e999}');
  expect(await answer.json()).toEqual({ access_token: "at" });
});

test.each([
  ["200 OK that is no JSON", 200, "<html>", { kind: "transient", code: "answer_not_json" }],
  ["200 OK that is empty", 200, "", { kind: "transient", code: "answer_not_json" }],
  ["200 OK of null", 200, "null", { kind: "transient", code: "answer_not_object" }],
  ["200 OK of an array", 200, "[{}]", { kind: "transient", code: "answer_not_object" }],
  ["200 OK of a text", 200, '"at"', { kind: "transient", code: "answer_not_object" }],
  ["a refusal without a code", 400, "{}", { kind: "permanent", code: "http_400" }],
  ["a refusal with a code of null", 404, '{"error":null}', { kind: "permanent", code: "http_404" }],
  ["the last status of refusals", 499, "{}", { kind: "permanent", code: "http_499" }],
  ["the first status of outages", 500, '{"error":"invalid_grant"}', { kind: "transient", code: "http_500" }],
  ["an outage behind a proxy", 504, "<html>", { kind: "transient", code: "http_504" }],
  ["too many requests", 429, '{"error":"invalid_grant"}', { kind: "rate", code: "http_429" }],
])("classes %s", async (_, status, text, expected) => {
  await expect(read(text, status)).rejects.toMatchObject({ ...expected, retryAfterSeconds: undefined });
});

test.each([429, 503])("passes on how long to wait after status %i", async (status) => {
  await expect(read("{}", status, { "retry-after": "17" })).rejects.toMatchObject({ retryAfterSeconds: 17 });
});

test("leaves a status below those of errors to the protocol's library, as JSON and without an id_token", async () => {
  const answer = await read('{"access_token":"at","id_token":"a.b.c"}', 399, { "content-type": "text/plain" });
  expect([answer.status, answer.headers.get("content-type")]).toEqual([399, "application/json"]);
  expect(await answer.json()).toEqual({ access_token: "at" });
});

test("reads what a provider makes standard of its answer, whose error may be undefined", async () => {
  const odd = createAcme("https://acme.example", {
    standardize: ({ token }) => ({ access_token: token, error: undefined }),
  });
  const answer = await standardizeTokenResponse(odd, Response.json({ token: "at-2", error: "none" }));
  expect([answer.status, await answer.json()]).toEqual([200, { access_token: "at-2" }]);
});
