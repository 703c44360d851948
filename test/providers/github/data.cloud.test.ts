// Reads from GitHub: answers up to the last page, and refusals.
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Account, connectAccount, getSandbox } from "../../connections/support/account.ts";
import { asUser } from "../../support/api.ts";
import type { ScriptedAnswer } from "../../support/sandbox.ts";

const github = getSandbox("github");
const base = "/api/integrations/github";
const atlas = `${base}/repositories/octo/atlas`;

let account: Account;
beforeAll(async () => {
  await github.reset();
  account = await connectAccount("github");
});
afterEach(async () => {
  await github.forgetScripts();
  await github.forgetRequests();
});

const text = expect.any(String);
const number = expect.any(Number);
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
const octo = { id: number, login: "octo", avatar_url: text, html_url: text, type: "User" };

const things: Readonly<Record<string, [path: string, upstream: string, value: object]>> = {
  user: [
    `${base}/user`,
    "/user",
    { ...octo, name: "Octo Example", email: "octo@example.com", public_repos: number, created_at: time },
  ],
  repository: [
    atlas,
    "/repos/octo/atlas",
    {
      id: number,
      name: "atlas",
      full_name: "octo/atlas",
      private: false,
      html_url: text,
      description: "Enough to page through",
      default_branch: "main",
      owner: octo,
      stargazers_count: number,
      forks_count: number,
      updated_at: time,
    },
  ],
  issue: [
    `${atlas}/issues/1`,
    "/repos/octo/atlas/issues/1",
    { id: number, number: 1, title: "Issue 1", user: octo, comments: number, created_at: time },
  ],
};

const repositoryCard = {
  full_name: text,
  owner: octo,
  stargazers_count: number,
  forks_count: number,
  language: null,
  updated_at: time,
};

const lists: Readonly<Record<string, [path: string, upstream: string, sizes: number[], first: object]>> = {
  repositories: [`${base}/repositories`, "/user/repos", [5], repositoryCard],
  issues: [
    `${atlas}/issues?state=all&sort=created&direction=asc`,
    "/repos/octo/atlas/issues",
    [15, 15, 10],
    { number: 1, title: "Issue 1", state: "open", user: octo, comments: 3, labels: [], created_at: time },
  ],
  comments: [
    `${atlas}/issues/1/comments`,
    "/repos/octo/atlas/issues/1/comments",
    [3],
    { id: number, body: "Comment 1", html_url: text, user: octo, created_at: time, updated_at: time },
  ],
  pulls: [
    `${atlas}/pulls?sort=created&direction=asc`,
    "/repos/octo/atlas/pulls",
    [3],
    {
      title: "Draw maps",
      draft: false,
      head: { ref: "maps", sha: text, repo: { full_name: "octo/atlas" } },
      base: { ref: "main", sha: text, repo: { full_name: "octo/atlas" } },
      merged_at: null,
    },
  ],
  commits: [
    `${atlas}/commits?sha=main`,
    "/repos/octo/atlas/commits",
    [15, 15, 5],
    { sha: expect.stringMatching(/^[0-9a-f]{40}$/), commit: { message: "Map 34" }, author: { login: "octo" } },
  ],
  branches: [
    `${atlas}/branches`,
    "/repos/octo/atlas/branches",
    [6],
    { name: "main", commit: { sha: text }, protected: false },
  ],
  collaborators: [
    `${atlas}/collaborators`,
    "/repos/octo/atlas/collaborators",
    [1],
    { login: "ada", role_name: "write", permissions: { push: true, admin: false } },
  ],
};

test.each(Object.entries(things))(
  "reads a %s, its members at the top and under its name",
  async (key, [path, , value]) => {
    const answer = await account.user.get(path);
    expect(answer).toMatchObject({ status: 200, json: { ...value, [key]: value } });
    const { [key]: named, ...top } = answer.json as Record<string, object>;
    expect(top).toEqual(named);
  },
);

const appendQuery = (path: string, more: string) => `${path}${path.includes("?") ? "&" : "?"}${more}`;

describe.each(Object.entries(lists))("the list of %s", (key, [path, upstream, sizes, first]) => {
  test("is read by the numbers of its pages, as it is by tokens", async () => {
    const pages: object[][] = [];
    for (const at of sizes.keys()) {
      const { json, status } = await account.user.get(appendQuery(path, `per_page=15&page=${at + 1}`));
      const { [key]: items, nextPageToken } = json as { [key]: object[]; nextPageToken?: string };
      expect([status, nextPageToken === undefined]).toEqual([200, at === sizes.length - 1]);
      pages.push(items as object[]);
    }
    expect(pages.map(({ length }) => length)).toEqual(sizes);
    expect(new Set(pages.flat().map((item) => JSON.stringify(item))).size).toBe(pages.flat().length);
    expect((await account.user.get(appendQuery(path, "per_page=15&page=99"))).json).toEqual({ [key]: [] });
    const asked = await github.requests(upstream);
    expect(asked.map(({ query }) => [query.per_page, query.page])).toEqual([
      ...sizes.map((_, at) => ["15", String(at + 1)]),
      ["15", "99"],
    ]);
  });

  test("is read to its last page, nothing twice", async () => {
    const pages: object[][] = [];
    for (let next: string | undefined = "limit=15"; next !== undefined; ) {
      const { status, json } = await account.user.get(appendQuery(path, next));
      expect(status).toBe(200);
      const { [key]: items, nextPageToken, ...rest } = json as { [key]: object[]; nextPageToken?: string };
      expect(rest).toEqual({});
      pages.push(items as object[]);
      next = nextPageToken === undefined ? undefined : `limit=15&pageToken=${encodeURIComponent(nextPageToken)}`;
    }
    expect(pages.map(({ length }) => length)).toEqual(sizes);
    expect(new Set(pages.flat().map((item) => JSON.stringify(item))).size).toBe(pages.flat().length);
    expect(pages.flat()).toContainEqual(expect.objectContaining(matchLoosely(first)));
    expect((await github.requests(upstream)).length).toBe(sizes.length);
  });

  test.each([
    ["limit", "limit=0"],
    ["limit", "limit=101"],
    ["pageToken", "pageToken=https%3A%2F%2Fexample.com%2F%3Fpage%3D2"],
    ["pageToken", "pageToken=eyJwYWdlIjoiMiJ9.AAAAAAAAAAAAAAAA"],
    ["account", "account=../x"],
    ["per_page", "per_page=0"],
    ["per_page", "per_page=101"],
    ["per_page", "per_page="],
    ["per_page", "per_page=1e1"],
    ["per_page", "per_page=10&per_page=20"],
    ["page", "page=0"],
    ["page", "page=-1"],
    ["page", "page=1.5"],
    ["page", "page=two"],
    ["page", "page=10000000"],
    ["page", "page=1&pageToken=eyJwYWdlIjoiMiJ9.AAAAAAAAAAAAAAAA"],
  ])("names %s as what is wrong with %s", async (field, query) => {
    const answer = await account.user.get(appendQuery(path, query));
    expect(answer).toMatchObject({ status: 400, json: { code: "invalid_request", field } });
    expect(await github.requests(upstream)).toEqual([]);
  });
});

/** Makes nested objects match when they contain the given members. */
function matchLoosely(value: object): object {
  const isPlain = (one: unknown) => Object.getPrototypeOf(one ?? "") === Object.prototype;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, isPlain(one) ? expect.objectContaining(matchLoosely(one)) : one]),
  );
}

const reads = [...Object.values(things), ...Object.values(lists)].map(([path, upstream]) => [path, upstream] as const);

const secret = "text-of-the-provider";
type Failure = [answer: Omit<ScriptedAnswer, "path">, status: number, code: string];
const failures: Failure[] = [
  [{ status: 301, headers: { location: "http://127.0.0.1:1/x" }, body: { message: secret } }, 404, "not_found"],
  [{ status: 403, body: { message: secret } }, 403, "insufficient_permissions"],
  [{ status: 403, headers: { "x-ratelimit-remaining": "0" }, body: { message: secret } }, 429, "rate_limited"],
  [{ status: 404, body: { message: secret } }, 404, "not_found"],
  [{ status: 410, body: { message: secret } }, 404, "not_found"],
  [{ status: 429, headers: { "retry-after": "60" }, body: secret }, 429, "rate_limited"],
  [{ status: 500, body: { message: secret } }, 503, "provider_unavailable"],
  [{ status: 200, body: `<html>${secret}` }, 502, "provider_error"],
  [{ status: 200, body: { items: secret } }, 502, "provider_error"],
];

describe.each(reads)("GET %s", (path, upstream) => {
  test("passes on no refusal of GitHub's but our own words for it", async () => {
    for (const [answer, status, code] of failures) {
      await github.script({ ...answer, path: upstream });
      const shown = await account.user.get(appendQuery(path, `account=${(await account.readStored()).id}`));
      expect([answer.status, shown.status, (shown.json as { code: string }).code]).toEqual([
        answer.status,
        status,
        code,
      ]);
      expect(shown.text).not.toContain(secret);
    }
  });

  test("is 404 for somebody else's account", async () => {
    const stranger = await asUser({ sub: crypto.randomUUID(), org: "acme" });
    const answer = await stranger.get(appendQuery(path, `account=${(await account.readStored()).id}`));
    expect(answer).toMatchObject({ status: 404, json: { code: "not_connected" } });
    expect(await github.requests(upstream)).toEqual([]);
  });
});

test("a repository without commits has an empty list of them", async () => {
  expect((await account.user.get(`${base}/repositories/octo/blank/commits`)).json).toEqual({ commits: [] });
});

test("pull requests in GitHub's list of issues are left out", async () => {
  const times = { created_at: "2026-01-01T00:00:00Z", updated_at: "2026-01-01T00:00:00Z" };
  const one = (at: number) => ({ id: at, number: at, title: "T", state: "open", html_url: "https://x", ...times });
  const body = [one(1), { ...one(2), pull_request: { url: "https://x" } }];
  await github.script({ path: "/repos/octo/atlas/issues", body });
  const { issues } = (await account.user.get(`${atlas}/issues?labels=mixed`)).json as { issues: { number: number }[] };
  expect(issues.map((issue) => issue.number)).toEqual([1]);
});

test("a page of more than 5 MB is the caller's to make smaller", async () => {
  await github.script({ path: "/repos/octo/atlas/issues", body: { repeat: { text: "x".repeat(1000), times: 6000 } } });
  const answer = await account.user.get(`${atlas}/issues?labels=long`);
  expect(answer).toMatchObject({ status: 413, json: { code: "payload_too_large" } });
});
