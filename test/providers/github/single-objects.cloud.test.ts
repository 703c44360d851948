// Single objects of GitHub's: read by their number, and as they are created and changed.
import { afterEach, beforeAll, expect, test } from "vitest";
import { type Account, connectAccount, getSandbox } from "../../connections/support/account.ts";

const github = getSandbox("github");
const base = "/api/integrations/github";
const atlas = `${base}/repositories/octo/atlas`;
const octo = expect.objectContaining({ login: "octo", type: "User" });

let account: Account;
beforeAll(async () => {
  await github.reset();
  account = await connectAccount("github");
});
afterEach(() => github.forgetScripts());

test("a pull request's number reads it as an issue that says so", async () => {
  const times = { created_at: "2026-01-01T00:00:00Z", updated_at: "2026-01-01T00:00:00Z" };
  const pull = {
    id: 77,
    number: 77,
    title: "T",
    state: "open",
    html_url: "https://x",
    ...times,
    pull_request: { url: "x" },
  };
  await github.script({ path: "/repos/octo/atlas/issues/77", body: pull });
  const { json } = await account.user.get(`${atlas}/issues/77`);
  expect(json).toMatchObject({ number: 77, pull_request: {}, issue: { pull_request: {} } });
  expect((await account.user.get(`${atlas}/issues/1`)).json).not.toHaveProperty("pull_request");
});

test("an issue that is not there, or of a repository that is not shown, is 404", async () => {
  for (const path of [`${atlas}/issues/9999`, `${base}/repositories/octo/nothing/issues/1`])
    expect(await account.user.get(path)).toMatchObject({ status: 404, json: { code: "not_found" } });
});

test("what is created or changed stands at the top and under its name", async () => {
  const body = { title: "Both ways", body: "text" };
  const repository = `${base}/repositories/octo/hello-world`;
  const created = await account.user.post(`${repository}/issues`, body);
  const { issue, accountId, ...top } = created.json as { issue: { number: number }; accountId: string };
  expect([created.status, top]).toEqual([201, issue]);
  expect(top).toMatchObject({ ...body, user: octo, state: "open" });
  expect(accountId).toBe((await account.readStored()).accountId);
  const at = `${repository}/issues/${issue.number}`;
  const changed = await account.user.request(at, { method: "PATCH", body: { state: "closed" } });
  expect(changed).toMatchObject({ status: 200, json: { state: "closed", issue: { state: "closed" }, accountId } });
  const posted = await account.user.post(`${at}/comments`, { body: "Hello" });
  const { comment, accountId: by, ...members } = posted.json as { comment: object; accountId: string };
  expect([posted.status, members, by]).toEqual([201, comment, accountId]);
  expect(members).toMatchObject({ body: "Hello", user: octo });
});
