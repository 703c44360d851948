// Lists by GitHub's own parameters: filters, order and pages.
import { afterEach, beforeAll, expect, test } from "vitest";
import { type Account, connectAccount, getSandbox } from "../../connections/support/account.ts";

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

test("repositories are listed by type, order and time as GitHub takes them", async () => {
  const query = "type=owner&sort=pushed&direction=asc&since=2026-01-01T00:00:00Z&per_page=2&page=1";
  expect((await account.user.get(`${base}/repositories?${query}`)).status).toBe(200);
  const [asked] = await github.requests("/user/repos");
  expect(asked?.query).toEqual(Object.fromEntries(new URLSearchParams(query)));
  for (const [field, odd] of [
    ["type", "type=secret"],
    ["sort", "sort=stars"],
    ["direction", "direction=up"],
  ])
    expect(await account.user.get(`${base}/repositories?${odd}`)).toMatchObject({ status: 400, json: { field } });
});

test("per_page counts where limit is there too, and its token leads on with either", async () => {
  const first = await account.user.get(`${atlas}/commits?limit=3&per_page=15`);
  const { commits, nextPageToken = "" } = first.json as { commits: object[]; nextPageToken?: string };
  expect(commits).toHaveLength(15);
  const pages = [];
  for (const size of ["limit=15", "per_page=15"])
    pages.push((await account.user.get(`${atlas}/commits?${size}&pageToken=${nextPageToken}`)).json);
  pages.push((await account.user.get(`${atlas}/commits?per_page=15&page=2`)).json);
  expect(pages[0]).toMatchObject({ commits: Array(15).fill(expect.anything()) });
  expect([pages[1], pages[2]]).toEqual([pages[0], pages[0]]);
  expect(await account.user.get(`${atlas}/commits?per_page=14&pageToken=${nextPageToken}`)).toMatchObject({
    status: 400,
    json: { field: "pageToken" },
  });
});

test("a page that GitHub does not count to is refused by name", async () => {
  const message =
    "Pagination with the page parameter is not supported for large datasets, please use cursor based pagination";
  await github.script({ path: "/repos/octo/atlas/issues", status: 422, body: { message, status: "422" } });
  expect(await account.user.get(`${atlas}/issues?page=500`)).toMatchObject({ status: 400, json: { field: "page" } });
});

test.each([
  [
    "issues",
    "state=closed&labels=bug,help%20wanted&assignee=octo&since=2026-01-01T00:00:00Z&sort=updated&direction=asc",
  ],
  ["pulls", "state=all&base=main&head=octo:maps&sort=popularity&direction=desc"],
  ["issues", "type=Bug&per_page=7&page=2"],
  ["pulls", "state=closed&sort=long-running&per_page=100&page=1"],
  ["commits", "sha=roads/old&path=maps/1.md&since=2026-01-01T00:00:00Z&until=2027-01-01T00:00:00%2B02:00&author=octo"],
])("the filters of %s go to GitHub as they came", async (list, query) => {
  expect((await account.user.get(`${atlas}/${list}?${query}`)).status).toBe(200);
  const [asked] = await github.requests(`/repos/octo/atlas/${list}`);
  expect(asked?.query).toEqual({ per_page: "30", ...Object.fromEntries(new URLSearchParams(query)) });
});

test.each([
  ["state", "issues?state=merged"],
  ["since", "issues?since=yesterday"],
  ["sort", "pulls?sort=size"],
  ["head", "pulls?head=a%0ab"],
  ["until", "commits?until=1"],
  ["number", "issues/0/comments"],
])("names %s as what is wrong with GET %s", async (field, below) => {
  const answer = await account.user.get(`${atlas}/${below}`);
  expect(answer).toMatchObject({ status: 400, json: { code: "invalid_request", field } });
});

test("a page token of one list is refused by another", async () => {
  const { json } = await account.user.get(`${atlas}/commits?limit=15`);
  const token = encodeURIComponent((json as { nextPageToken: string }).nextPageToken);
  for (const other of ["commits?limit=30", "commits?limit=15&sha=maps", "branches?limit=15"]) {
    const answer = await account.user.get(`${atlas}/${other}&pageToken=${token}`);
    expect(answer).toMatchObject({ status: 400, json: { field: "pageToken" } });
  }
});
