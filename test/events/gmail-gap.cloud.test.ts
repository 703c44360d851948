import { expect, onTestFinished, test } from "vitest";
import { connected, nowSeconds } from "../refresh/support/account.ts";
import { send } from "../support/control.ts";
import { sandbox } from "../support/sandbox.ts";
import { askedGoogle, happens, mailArrives, queued, titles, watched, worker } from "./support/google.ts";
import { unroutedBeforeEach } from "./support/unrouted.ts";

unroutedBeforeEach("gmail");

const history = "/gmail/v1/users/me/history";
const messages = "/gmail/v1/users/me/messages";
const forgetHistory = () => send(`${sandbox("google").url()}/_sandbox/forget-history`, "POST");

async function arrive(count: number, prefix = "Mail"): Promise<string[]> {
  const subjects = Array.from({ length: count }, (_, index) => `${prefix} ${index + 1}`);
  for (const subject of subjects) await happens({ event: "mail", subject });
  return subjects;
}

test("a history id that is too old is repaired: each mail of the last days is told once, and progress is shown", async () => {
  const ada = await watched("gmail");
  const gmail = await worker("gmail");
  const subjects = await arrive(30);
  await forgetHistory();
  expect(await gmail.work(queued("gmail", { body: await happens({ event: "notification" }) }))).toBe(0);
  const told = titles(await ada.told());
  expect(told.filter((title) => title.startsWith("Mail ")).sort()).toEqual([...subjects].sort());
  expect(new Set(told).size).toBe(told.length);
  const progress = await ada.told("sync.progress");
  const { id: connectionId } = await ada.stored();
  const total = told.length;
  expect(progress.at(0)).toEqual({ connectionId, provider: "gmail", done: 0, total, finished: false });
  expect(progress).toContainEqual({ connectionId, provider: "gmail", done: 20, total, finished: false });
  expect(progress).toContainEqual({ connectionId, provider: "gmail", done: total, total, finished: true });
});

test("after a repair the history is read again, from an id taken before the list", async () => {
  const ada = await watched("gmail");
  const gmail = await worker("gmail");
  await forgetHistory();
  await gmail.work(queued("gmail", { body: await happens({ event: "notification" }) }));
  const { resync } = await ada.channel();
  expect(resync).toMatchObject({ finishedAt: expect.any(Number) });
  await sandbox("google").forgetRequests();
  await gmail.work(await mailArrives({ subject: "After" }));
  expect(titles(await ada.told())).toContain("After");
  expect([await askedGoogle(history), await askedGoogle(messages)].flat()).toHaveLength(2);
});

test("a repair that breaks off is begun anew, and tells nothing twice", async () => {
  const ada = await watched("gmail");
  const gmail = await worker("gmail");
  const { cursor } = await ada.channel();
  const subjects = await arrive(25);
  await forgetHistory();
  const push = queued("gmail", { body: await happens({ event: "notification" }) });
  await sandbox("google").script({ path: `${messages}/*`, status: 503, times: 99 });
  expect(await gmail.work(push)).toBe(1);
  expect((await ada.channel()).cursor).toBe(cursor);
  await sandbox("google").forgetScripts();
  expect(await gmail.work(push)).toBe(0);
  const told = titles(await ada.told()).filter((title) => title.startsWith("Mail "));
  expect(told.sort()).toEqual([...subjects].sort());
});

test("an id that is too old again and again costs only what has come since", async () => {
  const ada = await watched("gmail");
  const gmail = await worker("gmail");
  await arrive(5);
  await forgetHistory();
  await gmail.work(queued("gmail", { body: await happens({ event: "notification" }) }));
  const { resync } = await ada.channel();
  const hourLater = Object.fromEntries(Object.entries(resync ?? {}).map(([name, at]) => [name, Number(at) + 7200]));
  await ada.moveChannel({ resync: hourLater });
  await forgetHistory();
  await sandbox("google").forgetRequests();
  expect(await gmail.work(queued("gmail", { body: await happens({ event: "notification" }) }))).toBe(0);
  expect([await askedGoogle(history), await askedGoogle(messages)]).toEqual([[history], [messages]]);
});

test("while one repair is under way another is not begun", async () => {
  const ada = await watched("gmail");
  const gmail = await worker("gmail");
  await forgetHistory();
  const now = Math.floor(Date.now() / 1000);
  await ada.moveChannel({ resync: { startedAt: now, beatAt: now, done: 0 } });
  const push = queued("gmail", { body: await happens({ event: "notification" }) });
  await sandbox("google").forgetRequests();
  expect(await gmail.work(push)).toBe(1);
  expect(await askedGoogle(messages)).toEqual([]);
  await ada.moveChannel({ resync: { startedAt: now - 300, beatAt: now - 200, done: 0 } });
  expect(await gmail.work(push)).toBe(0);
});

test("an outage of Gmail loses nothing", async () => {
  const ada = await watched("gmail");
  const gmail = await worker("gmail");
  const { cursor } = await ada.channel();
  const mail = await mailArrives({ subject: "In the outage" });
  await sandbox("google").script({ path: history, status: 503, times: 3 });
  expect(await gmail.work(mail)).toBe(1);
  expect((await ada.channel()).cursor).toBe(cursor);
  await sandbox("google").script({ path: history, status: 429 });
  expect(await gmail.work(mail)).toBe(1);
  expect(await gmail.work(mail)).toBe(0);
  expect(titles(await ada.told())).toEqual(["In the outage"]);
});

test("a channel that was never read is read from when it was made", async () => {
  const ada = await watched("gmail");
  const gmail = await worker("gmail");
  const mail = await mailArrives({ subject: "Early" });
  await ada.moveChannel({ cursor: undefined, failures: 0 });
  expect(await gmail.work(mail)).toBe(0);
  expect(titles(await ada.told())).toContain("Early");
  expect((await ada.channel()).cursor).toMatch(/^\d+$/);
});

test("a notification may come before its channel's row: it waits for it, but not for ever", async () => {
  const ada = await connected("gmail");
  onTestFinished(() => ada.change({ status: "revoked" }));
  const gmail = await worker("gmail");
  const mail = await mailArrives();
  expect(await gmail.work(mail)).toBe(1);
  await ada.change({ connectedAt: nowSeconds() - 1000 });
  expect(await gmail.work(mail)).toBe(0);
});

test("an account that must be connected again is left alone: the notification is not tried again", async () => {
  const ada = await watched("gmail");
  const gmail = await worker("gmail");
  const mail = await mailArrives();
  await sandbox("google").revokeGrants();
  expect(await gmail.work(mail)).toBe(0);
  expect((await ada.stored()).status).toBe("reconnect_needed");
  expect(await gmail.work(await mailArrives())).toBe(0);
});
