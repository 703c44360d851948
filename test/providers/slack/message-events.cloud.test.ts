import { expect, test } from "vitest";
import { connectAccount } from "../../connections/support/account.ts";
import { sandbox } from "../../support/sandbox.ts";
import { clearRoutesBeforeEach } from "../../webhooks/support/clear-routes.ts";
import { listOutboxData, startWorker } from "../../webhooks/support/provider-worker.ts";
import { connectAdaAndBen, emitEvent, postMessage } from "./support/events.ts";

clearRoutesBeforeEach("slack");

test("a message becomes an activity with what it asks, who says so and where it stands", async () => {
  const ada = await connectAccount("slack");
  const slack = await startWorker("slack");
  await slack.take(await postMessage("<@U0ACMEADA> can you send the report to *Globex* by Friday?", { from: "ben" }));
  const { id: connectionId } = await ada.readStored();
  expect(await listOutboxData(ada)).toEqual([
    expect.objectContaining({
      provider: "slack",
      kind: "message",
      title: "Ben mentioned you in #design-reviews",
      excerpt: "@Ada can you send the report to Globex by Friday?",
      connectionId,
      source: {
        id: expect.stringMatching(/^C\w+:\d+\.\d+$/),
        url: expect.stringMatching(/^https:\/\/acme\.slack\.com\/archives\/C\w+\/p\d{16}$/),
      },
      participants: expect.arrayContaining(["Ben", "Ada"]),
      actionItems: [expect.objectContaining({ assignee: "Ada", due: expect.stringMatching(/^\d{4}-/), done: false })],
      at: expect.stringMatching(/Z$/),
    }),
  ]);
});

test("five deliveries of a message create one activity", async () => {
  const ada = await connectAccount("slack");
  const slack = await startWorker("slack");
  const body = await postMessage("Once");
  const again = JSON.stringify({ ...JSON.parse(body), event_id: "Ev0SECOND" });
  const outcomes = [];
  for (const one of [body, body, again, body, again]) outcomes.push(await slack.take(one));
  expect(outcomes.filter((outcome) => outcome === "processed")).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === "duplicate")).toHaveLength(4);
  expect(await listOutboxData(ada)).toHaveLength(1);
});

test("a message that mentions the app arrives twice and is reported once, in either order", async () => {
  const ada = await connectAccount("slack");
  const slack = await startWorker("slack");
  const bodies = await emitEvent({ event: "app_mention", channel: "design-reviews", from: "ben", text: "help" });
  expect(bodies).toHaveLength(2);
  for (const body of bodies.toReversed()) expect(await slack.take(body)).toBe("processed");
  const told = await listOutboxData(ada);
  expect(told.map(({ title }) => title)).toEqual(["Ben mentioned you in #design-reviews"]);
});

const settings = (message: string) => ({ notificationPreferences: { activity: { message } } });

test("a user who wants only mentions gets only mentions", async () => {
  const [ada, ben] = await connectAdaAndBen();
  await ada.user.put("/api/integrations/slack/settings", settings("mentions"));
  const slack = await startWorker("slack");
  await slack.take(await postMessage("Not for you", { from: "ben" }));
  await slack.take(await postMessage("<@U0ACMEADA> look", { from: "ben" }));
  await slack.take(await postMessage("<!here> look", { from: "ben" }));
  expect((await listOutboxData(ada)).map(({ excerpt }) => excerpt)).toEqual(["@Ada look", "@here look"]);
  expect(await listOutboxData(ben)).toHaveLength(3);
});

test("a user who wants no activities gets none", async () => {
  const ada = await connectAccount("slack");
  await ada.user.put("/api/integrations/slack/settings", settings("none"));
  const slack = await startWorker("slack");
  expect(await slack.take(await postMessage("<@U0ACMEADA> look"))).toBe("processed");
  expect(await listOutboxData(ada)).toEqual([]);
});

test("the app's own messages create no activity", async () => {
  const ada = await connectAccount("slack");
  const slack = await startWorker("slack");
  expect(await slack.take(await postMessage("I am the app", { from: "bot" }))).toBe("ignored: own");
  expect(await listOutboxData(ada)).toEqual([]);
});

test("a message is reported even if Slack does not return people's names", async () => {
  const ada = await connectAccount("slack");
  const slack = await startWorker("slack");
  for (const path of ["/api/users.info", "/api/conversations.info", "/api/auth.test"]) {
    await sandbox("slack").script({ path, status: 500, body: "", times: 10 });
  }
  await slack.take(await postMessage("Still here", { from: "ben" }));
  expect(await listOutboxData(ada)).toEqual([
    expect.objectContaining({
      title: "Somebody in a channel",
      excerpt: "Still here",
      source: { id: expect.any(String), url: expect.stringContaining("https://app.slack.com/client/T0ACME001/C") },
    }),
  ]);
});

test("what is due at an hour is due in the reader's time zone", async () => {
  const ada = await connectAccount("slack");
  const slack = await startWorker("slack");
  const body = { ok: true, user: { name: "ada", real_name: "Ada", tz: "Asia/Kolkata" } };
  await sandbox("slack").script({ path: "/api/users.info", body, times: 10 });
  await slack.take(await postMessage("Please send the report tomorrow at 5pm", { from: "ben" }));
  expect(await listOutboxData(ada)).toEqual([
    expect.objectContaining({
      actionItems: [expect.objectContaining({ due: expect.stringMatching(/T17:00:00\+05:30$/) })],
    }),
  ]);
});

test("five deliveries to the receiver, over the queue, become one activity", async () => {
  const ada = await connectAccount("slack");
  await sandbox("slack").push({ event: "message", channel: "design-reviews", text: "All the way", times: 5 });
  await expect.poll(async () => (await listOutboxData(ada)).map(({ excerpt }) => excerpt)).toContain("All the way");
  expect(await listOutboxData(ada)).toHaveLength(1);
});

test("a reply leads to its thread", async () => {
  const ada = await connectAccount("slack");
  const slack = await startWorker("slack");
  const first = JSON.parse(await postMessage("First")).event;
  await slack.take(await postMessage("Reply", { thread_ts: first.ts }));
  const [{ source } = {}] = await listOutboxData(ada);
  expect(source).toMatchObject({ url: expect.stringContaining(`?thread_ts=${first.ts}&cid=${first.channel}`) });
});

test("a shared file is an activity of its own kind", async () => {
  const ada = await connectAccount("slack");
  const slack = await startWorker("slack");
  const [body] = await emitEvent({ event: "file_shared", channel: "design-reviews", from: "ben" });
  expect(await slack.take(body)).toBe("processed");
  expect(await listOutboxData(ada)).toEqual([
    expect.objectContaining({ kind: "file", title: "Ben shared a file in #design-reviews" }),
  ]);
});

test("a pressed button creates an activity for those who see the message", async () => {
  const ada = await connectAccount("slack");
  const slack = await startWorker("slack");
  const [body = ""] = await emitEvent({ event: "block_actions", from: "ben", channel: "design-reviews" });
  const payload = new URLSearchParams(body).get("payload") ?? "";
  expect(await slack.take(payload, { kind: "interaction" })).toBe("processed");
  expect(await listOutboxData(ada)).toEqual([
    expect.objectContaining({ kind: "interaction", title: "Ben pressed “Done” in #design-reviews" }),
  ]);
});

test("the log contains nothing of the messages", async () => {
  await connectAccount("slack");
  const slack = await startWorker("slack");
  await slack.take(await postMessage("The password is hunter2"));
  expect(slack.logs()).not.toContain("hunter2");
});
