// Writes to GitHub: each happens once, and its real outcome is answered.
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Account, connectAccount, getSandbox } from "../../connections/support/account.ts";
import { asUser } from "../../support/api.ts";
import type { ScriptedAnswer } from "../../support/sandbox.ts";

const github = getSandbox("github");
const issues = "/api/integrations/github/repositories/octo/hello-world/issues";
const upstream = "/repos/octo/hello-world/issues";

let account: Account;
let number = 0;
beforeAll(async () => {
  await github.reset();
  account = await connectAccount("github");
  const made = await account.user.post(issues, { title: "To work on" });
  ({ number } = (made.json as { issue: { number: number } }).issue);
  await github.forgetRequests();
});
afterEach(async () => {
  await github.forgetScripts();
  await github.forgetRequests();
});

const writes = {
  "an issue": () => ["POST", issues, upstream, { title: "A title" }],
  "a change": () => ["PATCH", `${issues}/${number}`, `${upstream}/${number}`, { title: "Another" }],
  "a comment": () => ["POST", `${issues}/${number}/comments`, `${upstream}/${number}/comments`, { body: "Words" }],
} satisfies Record<string, () => [method: string, path: string, upstream: string, body: object]>;
type Write = keyof typeof writes;
const names = Object.keys(writes) as Write[];

async function write(name: Write, headers: Record<string, string> = {}, user = account.user) {
  const [method, path, , body] = writes[name]();
  return user.request(path, { method, body, headers });
}
const listSent = async (name: Write) => {
  const [method, , path] = writes[name]();
  return (await github.requests(path)).filter((request) => request.method === method && request.path === path);
};

test("opens an issue", async () => {
  const issue = { title: "Broken", body: "Since **yesterday**", labels: ["bug"], assignees: ["octo"] };
  const answer = await account.user.post(issues, issue);
  expect(answer).toMatchObject({
    status: 201,
    json: {
      issue: {
        ...issue,
        state: "open",
        labels: [{ name: "bug" }],
        assignees: [{ login: "octo" }],
        user: { login: "octo" },
      },
      accountId: (await account.readStored()).accountId,
    },
  });
  const [asked] = await github.requests(upstream);
  expect(JSON.parse(asked?.body ?? "")).toEqual(issue);
});

test("changes and closes an issue", async () => {
  const change = { title: "Mended", body: null, state: "closed", state_reason: "not_planned", labels: [] };
  const answer = await account.user.request(`${issues}/${number}`, { method: "PATCH", body: change });
  expect(answer).toMatchObject({ status: 200, json: { issue: { number, ...change, closed_at: expect.any(String) } } });
  await account.user.request(`${issues}/${number}`, { method: "PATCH", body: { state: "open" } });
});

test("comments on an issue", async () => {
  const answer = await account.user.post(`${issues}/${number}/comments`, { body: "é <b>" });
  expect(answer).toMatchObject({ status: 201, json: { comment: { body: "é <b>", user: { login: "octo" } } } });
});

test.each(["an issue", "a comment"] as const)("%s under the same key is made once", async (name) => {
  const key = { "idempotency-key": crypto.randomUUID() };
  const first = await write(name, key);
  const again = await write(name, key);
  expect([first.status, again.status, again.text]).toEqual([201, 201, first.text]);
  expect(again.headers.get("idempotency-replayed")).toBe("true");
  expect(await listSent(name)).toHaveLength(1);
});

type Failure = [answer: Omit<ScriptedAnswer, "path">, status: number, code: string, detail?: RegExp];
const secret = "text-of-the-provider";
const location = "http://127.0.0.1:1/repositories/1";
const failures: Readonly<Record<string, Failure>> = {
  "a new place": [{ status: 307, headers: { location }, body: { message: secret } }, 404, "not_found", /renamed/],
  "a missing right": [{ status: 403, body: { message: secret } }, 403, "insufficient_permissions"],
  "single sign-on": [
    { status: 403, headers: { "x-github-sso": "required; url=https://github.com/orgs/acme/sso" }, body: {} },
    403,
    "insufficient_permissions",
    /single sign-on/,
  ],
  "a limit": [{ status: 403, body: { message: "You have exceeded a secondary rate limit" } }, 429, "rate_limited"],
  "nothing there": [{ status: 404, body: { message: secret } }, 404, "not_found"],
  "issues turned off": [{ status: 410, body: { message: secret } }, 404, "not_found", /turned off/],
  "422 without a reason": [{ status: 422, body: { message: secret } }, 502, "provider_error"],
  "a 500": [{ status: 500, body: { message: secret } }, 409, "outcome_unknown"],
  "a reset after the work": [{ workFirst: true, drop: true }, 409, "outcome_unknown"],
  "no JSON after the work": [{ workFirst: true, status: 201, body: `<html>${secret}` }, 409, "outcome_unknown"],
};

describe.each(names)("%s that GitHub answers with", (name) => {
  let user: Account["user"];
  beforeAll(async () => {
    ({ user } = await connectAccount("github"));
  });

  test.each(Object.entries(failures))(
    "%s is sent once and told so",
    async (_, [answer, status, code, detail = /./]) => {
      const [method, , path] = writes[name]();
      await github.script({ ...answer, method, path });
      const shown = await write(name, {}, user);
      expect(shown).toMatchObject({ status, json: { code, detail: expect.stringMatching(detail) } });
      expect(shown.text).not.toContain(secret);
      expect(await listSent(name)).toHaveLength(1);
    },
  );
});

test.each([
  ["title", {}],
  ["title", { title: "x".repeat(257) }],
  ["labels", { title: "T", labels: "bug" }],
  ["assignees.0", { title: "T", assignees: ["a b"] }],
  ["body", "{not json"],
])("names %s as what is wrong with an issue before GitHub is asked", async (field, body) => {
  expect(await account.user.post(issues, body)).toMatchObject({
    status: 400,
    json: { code: "invalid_request", field },
  });
  expect(await github.requests(upstream)).toEqual([]);
});

test.each([
  ["assignees", { title: "T", assignees: ["nobody-at-all"] }],
  ["milestone", { title: "T", milestone: 99 }],
])("names %s when it is GitHub that does not take it", async (field, body) => {
  expect(await account.user.post(issues, body)).toMatchObject({
    status: 400,
    json: { code: "invalid_request", field },
  });
});

test.each(names)("%s is 404 for somebody else's account, and counted against the writer's limit", async (name) => {
  const stranger = await asUser({ sub: crypto.randomUUID(), org: "acme" });
  const [method, path, , body] = writes[name]();
  const answer = await stranger.request(`${path}?account=${(await account.readStored()).id}`, { method, body });
  expect(answer).toMatchObject({ status: 404, json: { code: "not_connected" } });
  expect(answer.headers.get("ratelimit-remaining")).toBe("59");
  expect(await listSent(name)).toEqual([]);
});
