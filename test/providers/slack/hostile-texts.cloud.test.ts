// Messages with odd texts, through the receiver, the queue and the worker, into the feed.
import { expect, test } from "vitest";
import { connectAccount } from "../../connections/support/account.ts";
import { sandbox } from "../../support/sandbox.ts";
import { clearRoutesBeforeEach } from "../../webhooks/support/clear-routes.ts";
import { listOutboxData, startWorker } from "../../webhooks/support/provider-worker.ts";
import { expectAllInFeed } from "../support/activity-feed.ts";
import { createHostileTexts } from "../support/hostile-texts.ts";
import { postMessage } from "./support/events.ts";

clearRoutesBeforeEach("slack");

test("a message with any text reaches the feed, and so does the good one behind it", async () => {
  const ada = await connectAccount("slack");
  const { event } = JSON.parse(await postMessage("First", { from: "ben" }));
  const texts = [...createHostileTexts("text"), { mark: "Good", text: "Good" }];
  const files = createHostileTexts("file");
  const messages = [
    ...texts.map(({ text }) => ({ text })),
    ...files.map(({ text }, at) => ({ text: "", subtype: "file_share", files: [{ id: `F0${at}`, title: text }] })),
  ];
  const second = Math.floor(Date.now() / 1000);
  for (const [at, message] of messages.entries()) {
    const ts = `${second}.${String(at).padStart(6, "0")}`;
    await sandbox("slack").push({ event: "raw", payload: { ...event, ...message, ts, event_ts: ts } });
  }
  await expectAllInFeed(ada, [...texts, ...files]);
});

test("messages that cannot be read are in the log, and the good one behind them in the same batch arrives", async () => {
  const ada = await connectAccount("slack");
  const slack = await startWorker("slack");
  const good = JSON.parse(await postMessage("Good", { from: "ben" }));
  const withoutChannel = {
    ...good,
    event_id: "Ev0ODD",
    event: { ...good.event, channel: 7, event_ts: "1.1", ts: "1.1" },
  };
  const poison = [[], '{"event":', withoutChannel, { ...good, event: { type: 7 } }];
  expect(await slack.takeBatch([...poison, good].map((body) => ({ body })))).toBe(3);
  expect((await listOutboxData(ada)).map(({ excerpt }) => excerpt)).toEqual(["Good"]);
  const outcomes: string[] = [];
  for (const body of poison) outcomes.push(await slack.take(body));
  expect(outcomes).toEqual([
    "failed: unexpected_shape",
    "failed: not_json",
    "failed: unexpected_shape",
    "ignored: unknown",
  ]);
});
