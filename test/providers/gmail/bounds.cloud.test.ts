import { expect, test } from "vitest";
import { sandbox } from "../../support/sandbox.ts";
import { clearRoutesBeforeEach } from "../../webhooks/support/clear-routes.ts";
import {
  connectWatched,
  createMessage,
  emitEvent,
  emitMail,
  startWorker,
  titles,
} from "../google/support/watched-account.ts";

clearRoutesBeforeEach("gmail");

const history = "/gmail/v1/users/me/history";

/** A page of Gmail's history whose messages no longer exist. */
function page(first: number, records: number, messages = 1) {
  return Array.from({ length: records }, (_, at) => ({
    id: String(first + at),
    messagesAdded: Array.from({ length: messages }, (_, each) => ({
      message: { id: `gone-${first + at}-${each}`, threadId: "t", labelIds: ["INBOX"] },
    })),
  }));
}

test("with very much mail, one run reads a part and stores its position; the next run continues there", async () => {
  const ada = await connectWatched("gmail");
  const gmail = await startWorker("gmail");
  const push = await emitMail({ subject: "The last" });
  const from = Number((await ada.readSubscription()).cursor);
  const pages = Array.from({ length: 5 }, (_, at) => page(from + 1 + at * 100, 100));
  await sandbox("google").script(
    ...pages.map((records, at) => ({
      path: history,
      body: { history: records, historyId: String(from + 9000), nextPageToken: `page-${at + 2}` },
    })),
  );
  expect(await gmail.work(push)).toBe(1);
  expect((await ada.readSubscription()).cursor).toBe(String(from + 500));
  await sandbox("google").script({ path: history, body: { historyId: String(from + 9000) } });
  expect(await gmail.work(push)).toBe(0);
  expect((await ada.readSubscription()).cursor).toBe(String(from + 9000));
  const asked = (await sandbox("google").requests(history)).map(({ query }) => query);
  expect(asked.at(-1)?.startHistoryId).toBe(String(from + 500));
});

test("more mails at one moment than a run may read are treated as a gap", async () => {
  const ada = await connectWatched("gmail");
  const gmail = await startWorker("gmail");
  const push = await emitMail({ subject: "Among them" });
  const from = Number((await ada.readSubscription()).cursor);
  await sandbox("google").script({
    path: history,
    body: { history: page(from + 1, 1, 501), historyId: String(from + 1) },
  });
  expect(await gmail.work(push)).toBe(0);
  expect(titles(await ada.listOutboxData())).toContain("Among them");
  expect(await ada.listOutboxData("sync.progress")).not.toEqual([]);
});

test("a mail too large to read is reported without its text, and does not delay the others", async () => {
  const ada = await connectWatched("gmail");
  const gmail = await startWorker("gmail");
  await emitMail({ subject: "Large" });
  const push = await emitMail({ subject: "Small" });
  const body = { repeat: { text: "x".repeat(1000), times: 6000 } };
  await sandbox("google").script({ path: "/gmail/v1/users/me/messages/*", body });
  expect(await gmail.work(push)).toBe(0);
  expect(titles(await ada.listOutboxData()).sort()).toEqual(["Large", "Small"]);
});

test("a mail that cannot be read at all does not delay the others", async () => {
  const ada = await connectWatched("gmail");
  const gmail = await startWorker("gmail");
  const push = await emitMail({ subject: "Odd" });
  await sandbox("google").script({ path: "/gmail/v1/users/me/messages/*", body: { id: 7 }, times: 2 });
  expect(await gmail.work(push)).toBe(0);
  expect(await ada.listOutboxData()).toEqual([]);
  expect(gmail.logs()).toContain("ItemSetAside");
  await gmail.work(await emitMail({ subject: "Fine" }));
  expect(titles(await ada.listOutboxData())).toEqual(["Fine"]);
});

test("an undocumented history response does not lose the position", async () => {
  const ada = await connectWatched("gmail");
  const gmail = await startWorker("gmail");
  const { cursor } = await ada.readSubscription();
  await sandbox("google").script({ path: history, body: { historyId: "none" } });
  expect(await gmail.work(createMessage("gmail", { body: await emitEvent({ event: "mail" }) }))).toBe(1);
  expect((await ada.readSubscription()).cursor).toBe(cursor);
});
