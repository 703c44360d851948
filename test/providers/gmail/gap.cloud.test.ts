import { expect, onTestFinished, test } from "vitest";
import { connectAccount, nowSeconds } from "../../connections/support/account.ts";
import { sendControl } from "../../support/control.ts";
import { sandbox } from "../../support/sandbox.ts";
import { clearRoutesBeforeEach } from "../../webhooks/support/clear-routes.ts";
import {
  connectWatched,
  createMessage,
  emitEvent,
  emitMail,
  listGoogleRequests,
  startWorker,
  titles,
} from "../google/support/watched-account.ts";

clearRoutesBeforeEach("gmail");

const history = "/gmail/v1/users/me/history";
const messages = "/gmail/v1/users/me/messages";
const forgetHistory = () => sendControl(`${sandbox("google").url()}/_sandbox/forget-history`, "POST");

async function arrive(count: number, prefix = "Mail"): Promise<string[]> {
  const subjects = Array.from({ length: count }, (_, index) => `${prefix} ${index + 1}`);
  for (const subject of subjects) await emitEvent({ event: "mail", subject });
  return subjects;
}

test("a history id that is too old is repaired: each mail of the last days is reported once, and progress is shown", async () => {
  const ada = await connectWatched("gmail");
  const gmail = await startWorker("gmail");
  const subjects = await arrive(30);
  await forgetHistory();
  expect(await gmail.work(createMessage("gmail", { body: await emitEvent({ event: "notification" }) }))).toBe(0);
  const told = titles(await ada.listOutboxData());
  expect(told.filter((title) => title.startsWith("Mail ")).sort()).toEqual([...subjects].sort());
  expect(new Set(told).size).toBe(told.length);
  const progress = await ada.listOutboxData("sync.progress");
  const { id: connectionId } = await ada.readStored();
  const total = told.length;
  expect(progress.at(0)).toEqual({ connectionId, provider: "gmail", done: 0, total, finished: false });
  expect(progress).toContainEqual({ connectionId, provider: "gmail", done: 20, total, finished: false });
  expect(progress).toContainEqual({ connectionId, provider: "gmail", done: total, total, finished: true });
});

test("after a repair the history is read again, from an id taken before the list", async () => {
  const ada = await connectWatched("gmail");
  const gmail = await startWorker("gmail");
  await forgetHistory();
  await gmail.work(createMessage("gmail", { body: await emitEvent({ event: "notification" }) }));
  const { resync } = await ada.readSubscription();
  expect(resync).toMatchObject({ finishedAt: expect.any(Number) });
  await sandbox("google").forgetRequests();
  await gmail.work(await emitMail({ subject: "After" }));
  expect(titles(await ada.listOutboxData())).toContain("After");
  expect([await listGoogleRequests(history), await listGoogleRequests(messages)].flat()).toHaveLength(2);
});

test("an interrupted repair is started again, and reports nothing twice", async () => {
  const ada = await connectWatched("gmail");
  const gmail = await startWorker("gmail");
  const { cursor } = await ada.readSubscription();
  const subjects = await arrive(25);
  await forgetHistory();
  const push = createMessage("gmail", { body: await emitEvent({ event: "notification" }) });
  await sandbox("google").script({ path: `${messages}/*`, status: 503, times: 99 });
  expect(await gmail.work(push)).toBe(1);
  expect((await ada.readSubscription()).cursor).toBe(cursor);
  await sandbox("google").forgetScripts();
  expect(await gmail.work(push)).toBe(0);
  const told = titles(await ada.listOutboxData()).filter((title) => title.startsWith("Mail "));
  expect(told.sort()).toEqual([...subjects].sort());
});

test("an id that is repeatedly too old costs only the mails since the last repair", async () => {
  const ada = await connectWatched("gmail");
  const gmail = await startWorker("gmail");
  await arrive(5);
  await forgetHistory();
  await gmail.work(createMessage("gmail", { body: await emitEvent({ event: "notification" }) }));
  const { resync } = await ada.readSubscription();
  const hourLater = Object.fromEntries(Object.entries(resync ?? {}).map(([name, at]) => [name, Number(at) + 7200]));
  await ada.overwriteSubscription({ resync: hourLater });
  await forgetHistory();
  await sandbox("google").forgetRequests();
  expect(await gmail.work(createMessage("gmail", { body: await emitEvent({ event: "notification" }) }))).toBe(0);
  expect([await listGoogleRequests(history), await listGoogleRequests(messages)]).toEqual([[history], [messages]]);
});

test("while one repair is under way another is not begun", async () => {
  const ada = await connectWatched("gmail");
  const gmail = await startWorker("gmail");
  await forgetHistory();
  const now = Math.floor(Date.now() / 1000);
  await ada.overwriteSubscription({ resync: { startedAt: now, beatAt: now, done: 0 } });
  const push = createMessage("gmail", { body: await emitEvent({ event: "notification" }) });
  await sandbox("google").forgetRequests();
  expect(await gmail.work(push)).toBe(1);
  expect(await listGoogleRequests(messages)).toEqual([]);
  await ada.overwriteSubscription({ resync: { startedAt: now - 300, beatAt: now - 200, done: 0 } });
  expect(await gmail.work(push)).toBe(0);
});

test("an outage of Gmail loses nothing", async () => {
  const ada = await connectWatched("gmail");
  const gmail = await startWorker("gmail");
  const { cursor } = await ada.readSubscription();
  const mail = await emitMail({ subject: "In the outage" });
  await sandbox("google").script({ path: history, status: 503, times: 3 });
  expect(await gmail.work(mail)).toBe(1);
  expect((await ada.readSubscription()).cursor).toBe(cursor);
  await sandbox("google").script({ path: history, status: 429 });
  expect(await gmail.work(mail)).toBe(1);
  expect(await gmail.work(mail)).toBe(0);
  expect(titles(await ada.listOutboxData())).toEqual(["In the outage"]);
});

test("a channel that was never read is read from when it was made", async () => {
  const ada = await connectWatched("gmail");
  const gmail = await startWorker("gmail");
  const mail = await emitMail({ subject: "Early" });
  await ada.overwriteSubscription({ cursor: undefined, failures: 0 });
  expect(await gmail.work(mail)).toBe(0);
  expect(titles(await ada.listOutboxData())).toContain("Early");
  expect((await ada.readSubscription()).cursor).toMatch(/^\d+$/);
});

test("a notification may come before its channel's row: it waits for it, but not for ever", async () => {
  const ada = await connectAccount("gmail");
  onTestFinished(() => ada.change({ status: "revoked" }));
  const gmail = await startWorker("gmail");
  const mail = await emitMail();
  expect(await gmail.work(mail)).toBe(1);
  await ada.change({ connectedAt: nowSeconds() - 1000 });
  expect(await gmail.work(mail)).toBe(0);
});

test("an account that must be connected again is left alone: the notification is not tried again", async () => {
  const ada = await connectWatched("gmail");
  const gmail = await startWorker("gmail");
  const mail = await emitMail();
  await sandbox("google").revokeGrants();
  expect(await gmail.work(mail)).toBe(0);
  expect((await ada.readStored()).status).toBe("reconnect_needed");
  expect(await gmail.work(await emitMail())).toBe(0);
});
