import { beforeEach, describe, expect, test } from "vitest";
import { useProvider } from "./provider.ts";

const github = useProvider("github");
const client = { client_id: "sandbox-github-client", client_secret: "sandbox-github-secret" };

async function signIn(account = "octo"): Promise<string> {
  const query = { scope: "repo", _account: account };
  const back = await github.consent("/login/oauth/authorize", query);
  const form = { ...client, code: back.searchParams.get("code") ?? "" };
  const answer = await github.form("/login/oauth/access_token", form, { accept: "application/json" });
  return String(answer.body.access_token);
}

let token = "";
beforeEach(async () => {
  token = await signIn();
});

const ask = (path: string, headers: Record<string, string> = {}) =>
  github.get(path, { authorization: `Bearer ${token}`, "user-agent": "test", ...headers });
const send = async (method: string, path: string, body: object) => {
  const headers = { authorization: `Bearer ${token}`, "user-agent": "test" };
  const answer = await fetch(github.url(path), { method, headers, body: JSON.stringify(body) });
  return { status: answer.status, body: await answer.json() };
};
const readRateLimit = async () => (await ask("/rate_limit")).body.rate;

async function pages(path: string): Promise<number[]> {
  const sizes: number[] = [];
  for (let next: string | undefined = github.url(path); next !== undefined; ) {
    const { pathname, search, origin } = new URL(next);
    expect(origin).toBe(new URL(github.url("/")).origin);
    const answer = await ask(pathname + search);
    sizes.push(Object.values(answer.body).length);
    next = /<([^>]+)>; rel="next"/.exec(answer.headers.get("link") ?? "")?.[1];
  }
  return sizes;
}

test.each([
  ["issues?state=all", [15, 15, 10]],
  ["issues?labels=bug", [4]],
  ["pulls", [3]],
  ["commits", [15, 15, 5]],
  ["branches", [6]],
  ["issues/1/comments", [3]],
  ["collaborators", [1]],
])("GET %s of the large repository has pages up to the end", async (below, sizes) => {
  const separator = below.includes("?") ? "&" : "?";
  expect(await pages(`/repos/octo/atlas/${below}${separator}per_page=15`)).toEqual(sizes);
});

test("issues are paged by a cursor, without a link to the last page", async () => {
  const { headers } = await ask("/repos/octo/atlas/issues?per_page=10");
  expect(headers.get("link")).toMatch(/[?&]after=[^&>]+/);
  expect(headers.get("link")).not.toMatch(/[?&]page=|rel="last"/);
});

test("a reset restores the large repository", async () => {
  await send("POST", "/repos/octo/atlas/issues", { title: "One more" });
  await github.control("POST", "reset");
  token = await signIn();
  expect(await pages("/repos/octo/atlas/issues?state=all&per_page=100")).toEqual([40]);
});

describe("an answer requested again with its ETag", () => {
  const path = "/repos/octo/hello-world/issues";

  test("is 304 without a body, and is not counted", async () => {
    const first = await ask(path);
    const before = await readRateLimit();
    const again = await ask(path, { "if-none-match": String(first.headers.get("etag")) });
    expect([again.status, again.text]).toEqual([304, ""]);
    expect(again.headers.get("x-ratelimit-remaining")).toBe(first.headers.get("x-ratelimit-remaining"));
    expect(await readRateLimit()).toEqual(before);
  });

  test("is sent and counted once it has changed", async () => {
    const first = await ask(path);
    await send("POST", path, { title: "New" });
    const again = await ask(path, { "if-none-match": String(first.headers.get("etag")) });
    expect(again.status).toBe(200);
    expect(Number(again.headers.get("x-ratelimit-used"))).toBe(Number(first.headers.get("x-ratelimit-used")) + 2);
  });

  test("is sent to another token", async () => {
    const first = await ask(path);
    token = await signIn();
    expect((await ask(path, { "if-none-match": String(first.headers.get("etag")) })).status).toBe(200);
  });
});

test("the commits of an empty repository are 409", async () => {
  expect((await ask("/repos/octo/blank/commits")).status).toBe(409);
});

test("collaborators are listed with their roles, and only for those with push permission", async () => {
  const [ada] = Object.values((await ask("/repos/octo/atlas/collaborators")).body);
  expect(ada).toMatchObject({ login: "ada", role_name: "write", permissions: { push: true, admin: false } });
  token = await signIn("ada");
  expect((await ask("/repos/octo/hello-world/collaborators")).status).toBe(403);
});

test.each([
  ["assignees", { title: "T", assignees: ["nobody-at-all"] }],
  ["milestone", { title: "T", milestone: 99 }],
  ["title", { title: " " }],
])("an issue with a wrong %s is 422 and names it", async (field, issue) => {
  const answer = await send("POST", "/repos/octo/hello-world/issues", issue);
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ resource: "Issue", field, code: "invalid" }] } });
});

test("lists repositories by every type that GitHub has", async () => {
  const list = async (type: string) => {
    const { status, body } = await ask(`/user/repos?type=${type}&per_page=100`);
    expect(status).toBe(200);
    return Object.values(body as Record<string, { readonly private: boolean }>);
  };
  const all = await list("all");
  const [open, hidden] = [await list("public"), await list("private")];
  expect(open.length + hidden.length).toBe(all.length);
  expect(open.every((one) => !one.private) && hidden.every((one) => one.private)).toBe(true);
  expect(open.length).toBeGreaterThan(0);
});
