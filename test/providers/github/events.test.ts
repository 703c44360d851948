import "../../http/lambda-environment.ts";
import { describe, expect, test } from "vitest";
import { github } from "../../../lib/providers/github/definition.ts";
import { githubEvents } from "../../../lib/providers/github/events.ts";
import type { Delivery } from "../../../lib/webhooks/webhook-source.ts";
import { aConnection } from "../../support/a-connection.ts";
import { createDelivery, getDedupeKeys, githubEvent, githubIssue } from "../../webhooks/support/payloads.ts";
import { processEvent } from "../../webhooks/support/process-event.ts";

const parseEvent = (name: string, content: unknown, over: Partial<Delivery> = {}) =>
  githubEvents(github).read(createDelivery(content, { headers: { "x-github-event": name }, ...over }));
const claims = (...of: Parameters<typeof parseEvent>) => getDedupeKeys(parseEvent(...of));

const opened = githubEvent({ action: "opened", issue: githubIssue() });

test("an event of a linked repository goes to its link only", () => {
  expect(parseEvent("issues", opened, { link: "L".repeat(22) })).toMatchObject({
    kind: "issues",
    eventRoutes: ["L".repeat(22)],
    occurredAt: Date.parse("2027-01-15T08:00:00Z") / 1000,
  });
});

test("an event is identified by its body, not by its unsigned headers", () => {
  const again = parseEvent("issues", opened, { headers: { "x-github-event": "issues", "x-github-delivery": "other" } });
  expect(claims("issues", opened)).toEqual(getDedupeKeys(again));
});

test("the same event from two links is two events, one for each owner", () => {
  const one = claims("issues", opened, { link: "A".repeat(22) });
  expect(claims("issues", opened, { link: "B".repeat(22) })).not.toEqual(one);
});

test("an event of the app's own hook is for those who are known to have access", () => {
  const mona = { id: 7, login: "mona" };
  const event = githubEvent({ action: "assigned", issue: githubIssue(), assignee: mona });
  expect(parseEvent("issues", event)).toMatchObject({ eventRoutes: ["583231", "7"] });
});

test("an organization is no recipient", () => {
  const { repository } = githubEvent();
  const owner = { id: 9, login: "acme", type: "Organization" };
  const event = { ...opened, sender: { id: 8, login: "eve" }, repository: { ...repository, owner } };
  expect(parseEvent("issues", event)).toMatchObject({ eventRoutes: ["8"] });
});

const commit = { id: "a".repeat(40), message: "Fix it\n\nLong story", timestamp: "2027-01-15T08:00:00Z" };
const released = { id: 1, tag_name: "v1", html_url: "https://github.com/octo/hello-world/releases/v1" };
const comment = { id: 1, body: "ok", html_url: "https://github.com/octo/hello-world/issues/2#c1" };

test.each<[string, object]>([
  ["push", { ref: "refs/heads/main", after: "b".repeat(40), commits: [commit], head_commit: commit }],
  ["pull_request", { action: "review_requested", pull_request: githubIssue(), requested_reviewer: null }],
  ["issue_comment", { action: "created", issue: githubIssue(), comment }],
  ["release", { action: "published", release: released }],
  ["installation", { action: "created", installation: { id: 5, account: { id: 1, login: "acme" } } }],
  ["github_app_authorization", { action: "revoked", repository: undefined }],
])("%s is understood", (name, content) => {
  expect(parseEvent(name, githubEvent({ ...content }))).toMatchObject({ kind: name, dedupeKeys: [expect.any(String)] });
});

test.each<[string, string, object]>([
  ["ping", "ping", { zen: "Keep it logically awesome." }],
  ["an event nobody knows", "star", { action: "created" }],
  ["the name of a member every object has", "constructor", {}],
  ["a label", "issues", { action: "labeled", issue: githubIssue() }],
  ["an edited comment", "issue_comment", { action: "edited", issue: githubIssue(), comment }],
  ["a push that deletes a branch", "push", { ref: "refs/heads/x", after: "0".repeat(40), deleted: true, commits: [] }],
  ["consent that was not taken back", "github_app_authorization", { action: "created" }],
])("%s is ignored", (_, name, content) => {
  expect(parseEvent(name, githubEvent({ ...content }))).toHaveProperty("ignored");
});

/** The body of a revocation, which is about no repository. */
const revocation = { action: "revoked", sender: githubEvent().sender };

test("a revocation is identified by its body and our own clock, whatever the unsigned headers say", () => {
  const name = "github_app_authorization";
  const headers = { "x-github-event": name, "x-github-delivery": "6d1c0f3e-0001" };
  expect(claims(name, revocation, { headers })).toEqual(claims(name, revocation));
});

test("consent can be taken back again later, though the body is the same", () => {
  const name = "github_app_authorization";
  const later = { receivedAt: 1_800_000_000 + 120 };
  expect(claims(name, revocation, later)).not.toEqual(claims(name, revocation));
});

test.each([
  ["a secret's alert", { ...githubEvent({ action: "revoked" }), alert: { number: 1 } }],
  ["a push", githubEvent({ ref: "refs/heads/main", commits: [] })],
])("the body of %s under the name of a revocation ends nothing", (_, content) => {
  expect(parseEvent("github_app_authorization", content)).toHaveProperty("ignored");
});

test("an installation's event is told once, also when it is repeated a day later under another id", () => {
  const content = githubEvent({ action: "deleted", installation: { id: 5, account: { id: 1, login: "acme" } } });
  const again = {
    headers: { "x-github-event": "installation", "x-github-delivery": "other" },
    receivedAt: 1_800_000_000 + 86_400,
  };
  expect(claims("installation", content, again)).toEqual(claims("installation", content));
});

test("no link can end an account's connections", () => {
  expect(parseEvent("github_app_authorization", revocation, { link: "L".repeat(22) })).toHaveProperty("ignored");
});

describe("an odd part", () => {
  /** The activity's fields that an event leads to. */
  const record = async (name: string, content: object) => {
    const delivery = createDelivery(content, { headers: { "x-github-event": name } });
    const { outcome, recorded } = await processEvent(
      githubEvents(github),
      delivery,
      aConnection({ provider: "github" }),
    );
    expect(outcome).toBe("processed");
    return recorded[0];
  };

  test.each<[string, string, object]>([
    ["an action of 87 characters", "repository_dispatch", { action: "a".repeat(87) }],
    ["an event with digits in its name", "projects_v2_item", { action: "created" }],
    ["a sender that is none", "star", { action: "created", sender: "octo", repository: [] }],
    ["an unreadable issue that was only labelled", "issues", { action: "labeled", issue: null }],
    ["an action that is no text", "issues", { action: 7, issue: githubIssue() }],
  ])("%s is ignored, not failed", (_, name, content) => {
    expect(parseEvent(name, githubEvent({ ...content }))).toMatchObject({
      kind: name,
      ignored: expect.stringMatching(/unknown|action/),
    });
  });

  test("a compare URL that is too long leads to the repository instead", async () => {
    const compare = `https://github.com/octo/hello-world/compare/${"ß".repeat(500)}`;
    const content = githubEvent({ ref: "refs/heads/ß", after: "b".repeat(40), commits: [commit, null, {}], compare });
    expect(await record("push", content)).toMatchObject({
      title: "2 commits to octo/hello-world@ß",
      source: { url: "https://github.com/octo/hello-world" },
    });
  });

  test("an app installed on an enterprise is told by the enterprise's name", async () => {
    const account = { id: 7, slug: "globex-corp", name: "Globex" };
    const content = githubEvent({ action: "created", installation: { id: 5, account } });
    expect(await record("installation", content)).toMatchObject({ title: "The app was installed on Globex" });
  });

  test("an assignee that is null does not hide the others", async () => {
    const issue = githubIssue({ assignees: [null, { id: 7, login: "mona" }], body: "" });
    const parsed = parseEvent("issues", githubEvent({ action: "opened", issue }));
    expect(parsed).toMatchObject({ eventRoutes: ["583231", "7"] });
  });

  test("an issue without title, link or author is told all the same", async () => {
    const issue = githubIssue({ title: null, html_url: "here", user: "octo", updated_at: 5, labels: "none" });
    expect(await record("issues", githubEvent({ action: "opened", issue }))).toMatchObject({
      title: "Issue octo/hello-world#2 opened",
      source: { url: "https://github.com/octo/hello-world/issues/2", id: "73464126" },
    });
  });
});

test.each([
  ["pull_request", { action: "opened", issue: githubIssue() }],
  ["issues", { action: "opened", pull_request: githubIssue() }],
  ["issue_comment", { action: "created", issue: githubIssue() }],
  ["push", { action: "opened", issue: githubIssue() }],
  ["release", { action: "published", issue: githubIssue() }],
  ["issues", { action: "opened", issue: githubIssue(), repository: undefined }],
])("the body of another event under the unsigned name %s is ignored, not failed", (name, content) => {
  expect(parseEvent(name, githubEvent({ ...content }))).toEqual({ kind: name, ignored: "mismatch" });
});
