// Mails and events with odd texts, through the worker into the feed.
import { expect, test } from "vitest";
import { clearRoutesBeforeEach } from "../../webhooks/support/clear-routes.ts";
import { expectAllInFeed } from "../support/activity-feed.ts";
import { createHostileTexts } from "../support/hostile-texts.ts";
import { connectWatched, createMessage, emitEvent, emitMail, startWorker } from "./support/watched-account.ts";

clearRoutesBeforeEach("gmail");
clearRoutesBeforeEach("calendar");

test("a mail with any subject from anybody reaches the feed, and so does the good one behind it", async () => {
  const ada = await connectWatched("gmail");
  const gmail = await startWorker("gmail");
  const subjects = createHostileTexts("subject");
  const names = createHostileTexts("name");
  for (const [at, { text: subject }] of subjects.entries())
    await emitMail({ subject, from: `${names[at]?.text} <cleo@example.com>` });
  expect(await gmail.work(await emitMail({ subject: "Good" }))).toBe(0);
  // Of longer headers only the beginning is read, and such a mail is shown without its sender.
  const readable = names.filter(({ text }) => text.length < 20_000);
  await expectAllInFeed(ada, [...subjects, ...readable, { mark: "Good" }]);
});

test("an event with any title reaches the feed, and so does the good one behind it", async () => {
  const ada = await connectWatched("calendar");
  const calendar = await startWorker("calendar");
  const titles = [...createHostileTexts("title"), { mark: "Good", text: "Good" }];
  for (const { text: subject } of titles) await emitEvent({ event: "event", subject, text: subject });
  const { connection, remoteId = "", resourceId = "" } = await ada.readSubscription();
  const headers = {
    "x-goog-channel-id": remoteId,
    "x-goog-resource-id": resourceId,
    "x-goog-resource-state": "exists",
    "x-goog-message-number": "7",
  };
  expect(await calendar.work(createMessage("calendar", { kind: "channel", link: connection, headers }))).toBe(0);
  await expectAllInFeed(ada, titles);
});
