// What the product sends to Figma, GitHub and Google, judged by the documents that these publish.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { judgesDirectory } from "../run/foreign.ts";
import { createDiscoveryJudge } from "./support/discovery-judge.ts";
import { loadJudge, resolveJudge } from "./support/load-judge.ts";
import { createOpenApiJudge, stripNullable } from "./support/openapi-judge.ts";
import { readSentRequests, type SentRequest } from "./support/recorded-requests.ts";

const readDocument = (name: string) =>
  readFileSync(join(judgesDirectory, "googleapiclient/discovery_cache/documents", name), "utf8");

const blank: SentRequest = { provider: "", method: "GET", path: "/", query: {}, headers: {}, body: "", at: "" };

const judgeAll = (requests: readonly SentRequest[], judge: (sent: SentRequest) => string[]) => [
  ...new Set(requests.flatMap(judge)),
];

test("Figma's document knows every request, its parameters and its body", async () => {
  const { parse } = loadJudge<{ parse(text: string): object }>("yaml");
  const judge = await createOpenApiJudge(
    parse(readFileSync(resolveJudge("@figma/rest-api-spec/openapi/openapi.yaml"), "utf8")),
  );
  const sent = readSentRequests("figma", ({ path }) => /^\/v[12]\//.test(path) && !path.startsWith("/v1/oauth/"));
  expect(sent.length).toBeGreaterThan(10);
  expect(judgeAll(sent, judge)).toEqual([]);
});

/** GitHub's own links to the next issues carry it, and its document does not have it (docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api). */
const withoutCursor = (sent: SentRequest): SentRequest => {
  const { after: _after, ...query } = sent.query;
  return sent.path.endsWith("/issues") ? { ...sent, query } : sent;
};

test("GitHub's document knows every request, its parameters and its body", { timeout: 120_000 }, async () => {
  const path = resolveJudge("@octokit/openapi/generated/api.github.com.json");
  const judge = await createOpenApiJudge(stripNullable(JSON.parse(readFileSync(path, "utf8"))) as object);
  const sent = readSentRequests("github", ({ path }) => !path.startsWith("/login/"));
  expect(sent.length).toBeGreaterThan(10);
  expect(judgeAll(sent.map(withoutCursor), judge)).toEqual([]);
  expect(judge({ ...blank, path: "/user/repos", query: { sort: "stars" } })).toEqual([expect.stringContaining("sort")]);
  expect(judge({ ...blank, method: "POST", path: "/repos/a/b/issues", body: "{}" })).not.toEqual([]);
  expect(judge({ ...blank, path: "/repos/a/b/ideas" })).toEqual([expect.stringContaining("not in the document")]);
});

test.each([
  ["Gmail", "gmail.v1.json", "/gmail/v1/"],
  ["Calendar", "calendar.v3.json", "/calendar/v3/"],
])("%s's document knows every request, its parameters and its body", (_, name, prefix) => {
  const sent = readSentRequests("google", ({ path }) => path.startsWith(prefix));
  expect(sent.length).toBeGreaterThan(10);
  expect(judgeAll(sent, createDiscoveryJudge(readDocument(name)))).toEqual([]);
});

test.each([
  ["an unknown parameter", { query: { maxresults: "1" } }],
  ["a number that is none", { query: { maxResults: "many" } }],
  ["another address", { path: "/gmail/v1/users/me/mails" }],
  ["an unknown member of the body", { method: "POST", path: "/gmail/v1/users/me/watch", body: '{"topic":"a"}' }],
  ["a member of another type", { method: "POST", path: "/gmail/v1/users/me/watch", body: '{"labelIds":"INBOX"}' }],
])("Gmail's document refuses %s", (_, changes) => {
  const judge = createDiscoveryJudge(readDocument("gmail.v1.json"));
  expect(judge({ ...blank, path: "/gmail/v1/users/me/messages", ...changes })).toHaveLength(1);
});
