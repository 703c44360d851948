// An unchanged GitHub answer costs no rate limit and one DynamoDB read.
import { afterEach, beforeAll, expect, test } from "vitest";
import { type Account, connectAccount, getSandbox } from "../../connections/support/account.ts";
import { spy } from "../../support/spy.ts";

const github = getSandbox("github");
const base = "/api/integrations/github";
const issues = `${base}/repositories/octo/atlas/issues`;
const upstream = "/repos/octo/atlas/issues";

let account: Account;
beforeAll(async () => {
  await github.reset();
  account = await connectAccount("github");
  // Connecting has requested the user.
  await github.forgetRequests();
});
afterEach(async () => {
  await github.forgetScripts();
  await github.forgetRequests();
});

/** How many requests GitHub has counted for the user, over all tokens. */
async function countRequests(): Promise<number> {
  const [asked] = (await github.requests()).filter(({ headers }) => headers.authorization !== undefined);
  const authorization = String(asked?.headers.authorization);
  const answer = await fetch(`${github.url()}/rate_limit`, { headers: { authorization, "user-agent": "test" } });
  return ((await answer.json()) as { rate: { used: number } }).rate.used;
}

const statuses = async (path = upstream) => (await github.requests(path)).map(({ status }) => status);

test.each([
  ["the user", `${base}/user`, "/user"],
  ["a repository", `${base}/repositories/octo/atlas`, "/repos/octo/atlas"],
  ["repositories", `${base}/repositories`, "/user/repos"],
  ["issues", `${issues}?limit=20`, upstream],
  ["an issue", `${issues}/1`, `${upstream}/1`],
  ["a page by its number", `${issues}?state=closed&sort=updated&per_page=5&page=2`, upstream],
  ["comments", `${issues}/1/comments`, `${upstream}/1/comments`],
  ["pulls", `${base}/repositories/octo/atlas/pulls`, "/repos/octo/atlas/pulls"],
  ["commits", `${base}/repositories/octo/atlas/commits`, "/repos/octo/atlas/commits"],
  ["branches", `${base}/repositories/octo/atlas/branches`, "/repos/octo/atlas/branches"],
  ["collaborators", `${base}/repositories/octo/atlas/collaborators`, "/repos/octo/atlas/collaborators"],
])("%s read twice are counted once, and the second time written nowhere", async (_, path, at) => {
  const first = await account.user.get(path);
  const before = await countRequests();
  // The connection's last use is recorded once a minute, independent of what is read.
  const made = (await spy.during(() => account.user.get(path), "github-")).filter(
    (call) => call !== "dynamodb UpdateItem owner#",
  );
  expect(await countRequests()).toBe(before);
  expect(await statuses(at)).toEqual([200, 304]);
  expect(made).toEqual(["dynamodb BatchGetItem owner# owner# cache#"]);
  expect((await account.user.get(path)).json).toEqual(first.json);
});

test("a second page is kept beside the first", async () => {
  const { json } = await account.user.get(`${issues}?state=all&limit=25`);
  const { nextPageToken } = json as { nextPageToken: string };
  const second = `${issues}?state=all&limit=25&pageToken=${encodeURIComponent(nextPageToken)}`;
  const page = await account.user.get(second);
  expect((page.json as { issues: object[] }).issues).toHaveLength(15);
  expect((await account.user.get(second)).json).toEqual(page.json);
  expect((await account.user.get(`${issues}?state=all&limit=25`)).json).toEqual(json);
  expect(await statuses()).toEqual([200, 200, 304, 304]);
});

test("answers are kept apart by each parameter that selects them", async () => {
  const queries = ["per_page=5&page=1", "per_page=5&page=2", "per_page=6&page=1", "per_page=5&page=1&state=closed"];
  const more = ["sort=updated", "direction=asc", "since=2026-01-01T00:00:00Z", "type=Bug"];
  const all = [...queries, ...more.map((one) => `per_page=5&page=1&${one}`)];
  for (const query of all) await account.user.get(`${issues}?${query}`);
  expect(await statuses()).toEqual(all.map(() => 200));
  for (const query of all) await account.user.get(`${issues}?${query}`);
  expect((await statuses()).slice(all.length)).toEqual(all.map(() => 304));
});

test("a full last page gets a page token as soon as another comment follows", async () => {
  const path = `${issues}/1/comments?limit=3`;
  expect((await account.user.get(path)).json).not.toHaveProperty("nextPageToken");
  expect((await account.user.post(`${issues}/1/comments`, { body: "One more" })).status).toBe(201);
  expect((await account.user.get(path)).json).toHaveProperty("nextPageToken");
});

test("an issue opened through the API is listed at once", async () => {
  await account.user.get(issues);
  const title = crypto.randomUUID();
  expect((await account.user.post(issues, { title })).status).toBe(201);
  expect((await account.user.get(issues)).text).toContain(title);
});

test("a cached answer is not served when GitHub refuses", async () => {
  await account.user.get(issues);
  await github.script({ path: upstream, status: 404 });
  expect((await account.user.get(issues)).status).toBe(404);
  await github.script({ path: upstream, status: 500 });
  expect((await account.user.get(issues)).status).toBe(503);
});

test("one user's cached answer is not shown to another", async () => {
  await account.user.get(issues);
  const other = await connectAccount("github");
  await github.forgetRequests();
  expect((await other.user.get(issues)).status).toBe(200);
  const [asked] = await github.requests(upstream);
  expect(asked?.headers["if-none-match"]).toBeUndefined();
});

test("a renewed token sends the old one's ETag, and gets what has changed", async () => {
  await github.behave({ rotation: true });
  const renewed = await connectAccount("github");
  const first = await renewed.user.get(issues);
  await renewed.setRemainingSeconds(-10);
  await github.forgetRequests();
  expect((await renewed.user.get(issues)).json).toEqual(first.json);
  expect((await renewed.user.get(issues)).json).toEqual(first.json);
  expect(await statuses()).toEqual([200, 304]);
});
