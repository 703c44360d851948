import { expect, test } from "vitest";
import { type Account, connectAccount } from "../../connections/support/account.ts";
import { type ScriptedAnswer, sandbox } from "../../support/sandbox.ts";
import { clearRoutesBeforeEach } from "../../webhooks/support/clear-routes.ts";
import { listOutboxData, startWorker } from "../../webhooks/support/provider-worker.ts";
import { connectAdaAndBen, emitEvent, postMessage } from "./support/events.ts";

clearRoutesBeforeEach("slack");

const excerpts = async (account: Account) => (await listOutboxData(account)).map(({ excerpt }) => excerpt);
const members = (body: ScriptedAnswer["body"]) =>
  sandbox("slack").script({ path: "/api/conversations.members", body, times: 100 });

test("a message in a public channel is for every connected member of it", async () => {
  const [ada, ben] = await connectAdaAndBen();
  const slack = await startWorker("slack");
  expect(await slack.take(await postMessage("Lunch is at noon today"))).toBe("processed");
  expect(await excerpts(ada)).toEqual(["Lunch is at noon today"]);
  expect(await excerpts(ben)).toEqual(["Lunch is at noon today"]);
});

test("a message in another workspace is not for them", async () => {
  const ada = await connectAccount("slack");
  const cleo = await connectAccount("slack", { account: "globex" });
  const slack = await startWorker("slack");
  await slack.take(await postMessage("For Globex only", { workspace: "globex", channel: "support" }));
  expect(await excerpts(ada)).toEqual([]);
  expect(await excerpts(cleo)).toEqual(["For Globex only"]);
});

test("a message in a private channel is not for a co-worker outside it", async () => {
  const [ada, ben] = await connectAdaAndBen();
  const slack = await startWorker("slack");
  await members({ ok: true, members: ["U0ACMEADA", "U0ACMEBOT"] });
  expect(await slack.take(await postMessage("We buy Globex", { channel: "leadership", as: "bot" }))).toBe("processed");
  expect(await excerpts(ada)).toEqual(["We buy Globex"]);
  expect(await excerpts(ben)).toEqual([]);
});

test("what was sent to a person's authorization is for that person only", async () => {
  const [ada, ben] = await connectAdaAndBen();
  const slack = await startWorker("slack");
  await slack.take(await postMessage("Between us", { channel: "leadership", as: "ada" }));
  expect(await excerpts(ada)).toEqual(["Between us"]);
  expect(await excerpts(ben)).toEqual([]);
});

test("a direct message between two people is not for the bot to pass on", async () => {
  const [ada, ben] = await connectAdaAndBen();
  const slack = await startWorker("slack");
  const [body] = await emitEvent({ event: "message", dm: "ben", from: "ada", text: "Psst", as: "bot" });
  expect(await slack.take(body)).toBe("ignored: hidden");
  expect([...(await excerpts(ada)), ...(await excerpts(ben))]).toEqual([]);
});

test("somebody who has left the channel meanwhile sees no more of it", async () => {
  const [ada, ben] = await connectAdaAndBen();
  await emitEvent({ event: "member_left_channel", from: "ben", channel: "releases" });
  const slack = await startWorker("slack");
  await slack.take(await postMessage("Ben is gone", { channel: "releases" }));
  expect(await excerpts(ada)).toEqual(["Ben is gone"]);
  expect(await excerpts(ben)).toEqual([]);
});

test("a container that knows the members is told when one leaves", async () => {
  const [, ben] = await connectAdaAndBen();
  const slack = await startWorker("slack");
  await slack.take(await postMessage("Ben is here", { channel: "releases" }));
  const [left] = await emitEvent({ event: "member_left_channel", from: "ben", channel: "releases" });
  expect(await slack.take(left)).toBe("processed");
  await slack.take(await postMessage("Ben is gone", { channel: "releases" }));
  expect(await excerpts(ben)).toEqual(["Ben is here"]);
});

test("a user who has just left a private channel sees no more of it, in any container", async () => {
  const [ada, ben] = await connectAdaAndBen();
  const slack = await startWorker("slack");
  const answers = [
    ["U0ACMEADA", "U0ACMEBEN", "U0ACMEBOT"],
    ["U0ACMEADA", "U0ACMEBOT"],
  ];
  for (const list of answers) {
    const body = { ok: true, members: list };
    await sandbox("slack").script({ path: "/api/conversations.members", body, times: 1 });
  }
  await slack.take(await postMessage("Welcome, Ben", { channel: "leadership", as: "bot" }));
  // Another container processes the event that Ben has left.
  await slack.take(await postMessage("Now that Ben is gone", { channel: "leadership", as: "bot" }));
  expect(await excerpts(ada)).toEqual(["Welcome, Ben", "Now that Ben is gone"]);
  expect(await excerpts(ben)).toEqual(["Welcome, Ben"]);
});

test("members are asked for once in a minute", async () => {
  await connectAccount("slack");
  const slack = await startWorker("slack");
  for (const text of ["one", "two", "three"]) await slack.take(await postMessage(text));
  expect(await sandbox("slack").requests("/api/conversations.members")).toHaveLength(1);
});

test.each(["missing_scope", "channel_not_found", "not_in_channel", "access_denied"])(
  "nobody sees a message while Slack says %s about the channel's members, and it is counted",
  async (error) => {
    const ada = await connectAccount("slack");
    const slack = await startWorker("slack");
    await members({ ok: false, error });
    expect(await slack.take(await postMessage("Hidden"))).toBe("ignored: hidden");
    expect(await excerpts(ada)).toEqual([]);
    expect(slack.logs()).toContain("EventHidden");
  },
);

test.each([
  ["an outage", { status: 500, body: { ok: false } }],
  ["a limit", { status: 429, headers: { "retry-after": "30" }, body: { ok: false, error: "ratelimited" } }],
  ["a failure to fetch members", { body: { ok: false, error: "fetch_members_failed" } }],
  ["a workspace's move to an organization", { body: { ok: false, error: "team_added_to_org" } }],
  ["a page in place of an answer", { headers: { "content-type": "text/html" }, body: "<html>Back soon</html>" }],
  ["an answer without members", { body: { ok: true } }],
])("a message outlives %s of Slack's", async (_, answer) => {
  const ada = await connectAccount("slack");
  const slack = await startWorker("slack");
  const body = await postMessage("Patience");
  await sandbox("slack").script({ path: "/api/conversations.members", times: 1, ...answer });
  expect(await slack.take(body)).toContain("failed");
  expect(await excerpts(ada)).toEqual([]);
  expect(await slack.take(body)).toBe("processed");
  expect(await excerpts(ada)).toEqual(["Patience"]);
});

test("the members of a channel are read to the last page", async () => {
  const [, ben] = await connectAdaAndBen();
  const slack = await startWorker("slack");
  const more = { ok: true, members: ["U0ACMEADA"], response_metadata: { next_cursor: "two" } };
  await sandbox("slack").script({ path: "/api/conversations.members", body: more, times: 1 });
  await slack.take(await postMessage("On the second page"));
  expect(await excerpts(ben)).toEqual(["On the second page"]);
});
