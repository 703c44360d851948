// The whole way: Google's push, the receiver, the queue, the worker.
import { expect, test } from "vitest";
import { sandbox } from "../../support/sandbox.ts";
import { clearRoutesBeforeEach } from "../../webhooks/support/clear-routes.ts";
import { connectWatched, titles } from "./support/watched-account.ts";

clearRoutesBeforeEach("gmail", "calendar");

/** Long enough for something that should not arrive. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 2000));

test("a mail that Pub/Sub delivers five times is reported once", async () => {
  const ada = await connectWatched("gmail");
  await sandbox("google").push({ event: "mail", subject: "Five times", text: "Could you sign this today?", times: 5 });
  await expect.poll(async () => titles(await ada.listOutboxData())).toEqual(["Five times"]);
  await settle();
  expect(titles(await ada.listOutboxData())).toEqual(["Five times"]);
});

test("a calendar's message leads to the event that changed", async () => {
  const ada = await connectWatched("calendar");
  await sandbox("google").push({ event: "event", action: "created", subject: "Over the channel", times: 5 });
  await expect.poll(async () => titles(await ada.listOutboxData())).toEqual(["Over the channel"]);
  await settle();
  expect(titles(await ada.listOutboxData())).toEqual(["Over the channel"]);
});

test("a calendar's first message changes nothing", async () => {
  const ada = await connectWatched("calendar");
  const { cursor } = await ada.readSubscription();
  await sandbox("google").push({ event: "sync" });
  await settle();
  expect([await ada.listOutboxData(), (await ada.readSubscription()).cursor]).toEqual([[], cursor]);
});
