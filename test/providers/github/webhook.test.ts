import { expect, test } from "vitest";
import { computeTokenMac, githubHeaders, toKeyId } from "../../support/signing.ts";
import {
  form,
  github,
  githubEvent,
  githubLinkEvent,
  issue,
  linkQuery,
  ref,
} from "../../webhooks/support/genuine-requests.ts";
import { deliverTo, startReceiverStage, takeLog } from "../../webhooks/support/receiver-stage.ts";

const stage = await startReceiverStage();

test("queues the body as it was sent, with the headers the worker needs", async () => {
  const sent = githubEvent('{ "action":"opened",  "issue":{"number":7} }');
  const headers = { ...sent.headers, "x-github-hook-id": "99", "x-hub-signature": "sha1=0", "user-agent": "GitHub" };
  expect(await deliverTo(github, { ...sent, headers })).toMatchObject({ statusCode: 200, body: '{"ok":true}' });
  const [queued] = stage.listQueued();
  const id = sent.headers["x-github-delivery"];
  expect(queued).toMatchObject({ provider: "github", kind: "event", id, body: sent.body });
  expect(queued?.headers).toEqual({ "x-github-event": "issues", "x-github-delivery": id, "x-github-hook-id": "99" });
  expect(queued).not.toHaveProperty("link");
});

test.each(["projects_v2_item", "projects_v2_status_update", "sub_issues"])("queues an event named %s", async (name) => {
  expect((await deliverTo(github, githubEvent(issue, name))).statusCode).toBe(200);
  expect(stage.listQueued()[0]?.headers).toMatchObject({ "x-github-event": name });
});

test("queues the JSON of a form", async () => {
  const body = new URLSearchParams({ payload: JSON.stringify(issue) }).toString();
  const sent = { headers: { ...form, ...githubHeaders("fake-github-secret", body) }, body };
  expect((await deliverTo(github, sent)).statusCode).toBe(200);
  expect(stage.listQueued()[0]?.body).toBe(JSON.stringify(issue));
});

test("names the link that a hook of ours belongs to", async () => {
  expect((await deliverTo(github, githubLinkEvent())).statusCode).toBe(200);
  expect(stage.listQueued()[0]).toMatchObject({ link: ref });
});

test.each<[string, () => ReturnType<typeof githubEvent>]>([
  ["the app's secret on a link's address", () => ({ ...githubEvent(), query: linkQuery })],
  ["a link's secret on the app's address", () => ({ ...githubLinkEvent(), query: {} })],
  [
    "another link's secret",
    () => ({
      ...githubEvent(issue, "issues", computeTokenMac("fake-channel-secret", "github", "another-link-of-22-chr")),
      query: linkQuery,
    }),
  ],
  ["the signing secret itself", () => ({ ...githubEvent(issue, "issues", "fake-channel-secret"), query: linkQuery })],
  [
    "a Figma passcode's MAC",
    () => ({ ...githubEvent(issue, "issues", computeTokenMac("fake-channel-secret", "figma", ref)), query: linkQuery }),
  ],
])("refuses %s", async (_, make) => {
  expect((await deliverTo(github, make())).statusCode).toBe(401);
  expect(stage.listQueued()).toEqual([]);
});

test.each(["", "x", `${linkQuery.link},${linkQuery.link}`, `${linkQuery.link}x`, `.${ref}`, ref, "../../etc/passwd"])(
  "refuses the link %j",
  async (link) => {
    expect((await deliverTo(github, { ...githubLinkEvent(), query: { link } })).statusCode).toBe(401);
  },
);

test("answers 503 to a link under a key that it does not hold", async () => {
  const link = `${toKeyId("a-secret-of-long-ago")}.${ref}`;
  expect((await deliverTo(github, { ...githubLinkEvent(), query: { link } })).statusCode).toBe(503);
  expect(takeLog()).toContain('"reason":"unknown_key"');
});

test("acknowledges a signed ping, and only counts it", async () => {
  expect(await deliverTo(github, githubEvent({ zen: "z", hook_id: 1 }, "ping"))).toMatchObject({ statusCode: 200 });
  expect(stage.listQueued()).toEqual([]);
  expect(takeLog()).toMatch(/"kind":"ping".*"WebhookAnswered":1/);
});

test("does not answer an unsigned ping", async () => {
  const { headers, body = "" } = githubEvent({ zen: "z" }, "ping");
  expect((await deliverTo(github, { headers: { ...headers, "x-hub-signature-256": "" }, body })).statusCode).toBe(401);
});

test.each([
  ["x-github-event", ""],
  ["x-github-event", "push,push"],
  ["x-github-event", "p".repeat(65)],
  ["x-github-delivery", ""],
  ["x-github-delivery", "a,b"],
  ["x-github-delivery", "d".repeat(65)],
])("answers 400 to a signed body with the header %s: %j", async (name, value) => {
  const { headers, body = "" } = githubEvent();
  expect((await deliverTo(github, { headers: { ...headers, [name]: value }, body })).statusCode).toBe(400);
});

test.each(["{", "", "[]", "null"])("answers 400 to the signed body %j", async (body) => {
  expect((await deliverTo(github, githubEvent(body))).statusCode).toBe(400);
});

test("answers 415 to a signed body of another type", async () => {
  const { headers, body = "" } = githubEvent();
  expect((await deliverTo(github, { headers: { ...headers, "content-type": "text/plain" }, body })).statusCode).toBe(
    415,
  );
});

test.each([`sha1=${"0".repeat(40)}`, "sha256=", `sha256=${"g".repeat(64)}`, `sha512=${"0".repeat(128)}`])(
  "refuses the signature %s",
  async (signature) => {
    const { headers, body = "" } = githubEvent();
    expect(
      (await deliverTo(github, { headers: { ...headers, "x-hub-signature-256": signature }, body })).statusCode,
    ).toBe(401);
  },
);
