import { expect, test } from "vitest";
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

test("a mail becomes one activity, with what it asks for and a link to it", async () => {
  const ada = await connectWatched("gmail");
  const gmail = await startWorker("gmail");
  const mail = await emitMail({
    subject: "Slides",
    text: "Hi Ada,\n\ncould you send me the slides by Friday?\n\nCleo",
  });
  expect(await gmail.work(mail)).toBe(0);
  const { id: connectionId } = await ada.readStored();
  expect(await ada.listOutboxData()).toEqual([
    expect.objectContaining({
      provider: "gmail",
      kind: "mail",
      title: "Slides",
      connectionId,
      source: { id: expect.any(String), url: expect.stringContaining("authuser=ada%40example.com#all/") },
      participants: expect.arrayContaining(["Cleo"]),
      actionItems: [expect.objectContaining({ text: expect.stringContaining("send me the slides"), done: false })],
    }),
  ]);
});

test("costs one call for the history and one for each new mail", async () => {
  await connectWatched("gmail");
  const gmail = await startWorker("gmail");
  await emitMail({ subject: "One" });
  const second = await emitMail({ subject: "Two" });
  await sandbox("google").forgetRequests();
  await gmail.work(second);
  expect(await listGoogleRequests(history)).toHaveLength(1);
  expect(await listGoogleRequests(messages)).toHaveLength(2);
  expect(await listGoogleRequests("/gmail")).toHaveLength(3);
});

test("a mail pushed five times at once is reported once and read once", async () => {
  const ada = await connectWatched("gmail");
  const gmail = await startWorker("gmail");
  const mail = await emitMail({ subject: "Once" });
  await sandbox("google").forgetRequests();
  const copies = Array.from({ length: 5 }, () => ({ ...mail, receipt: crypto.randomUUID() }));
  await gmail.work(...copies);
  expect(titles(await ada.listOutboxData())).toEqual(["Once"]);
  expect(await listGoogleRequests("/gmail")).toHaveLength(2);
});

test("two messages of Pub/Sub about one change are one event", async () => {
  await connectWatched("gmail");
  const gmail = await startWorker("gmail");
  const mail = await emitMail();
  const again = await emitEvent({ event: "notification" });
  await sandbox("google").forgetRequests();
  await gmail.work(mail);
  await gmail.work(createMessage("gmail", { body: again }));
  expect(await listGoogleRequests("/gmail")).toHaveLength(2);
});

test("a notification of what was read already asks Google for nothing", async () => {
  const ada = await connectWatched("gmail");
  const gmail = await startWorker("gmail");
  const first = await emitMail({ subject: "First" });
  const second = await emitMail({ subject: "Second" });
  await gmail.work(second);
  const { cursor } = await ada.readSubscription();
  await sandbox("google").forgetRequests();
  expect(await gmail.work(first)).toBe(0);
  expect(await listGoogleRequests("/gmail")).toEqual([]);
  expect((await ada.readSubscription()).cursor).toBe(cursor);
});

test("simultaneous notifications in several containers report each mail once and end at the latest id", async () => {
  const ada = await connectWatched("gmail");
  const workers = await Promise.all([startWorker("gmail"), startWorker("gmail"), startWorker("gmail")]);
  const mails: Awaited<ReturnType<typeof emitMail>>[] = [];
  for (let number = 1; number <= 9; number++) mails.push(await emitMail({ subject: `Mail ${number}` }));
  const failed = await Promise.all(
    workers.map((gmail, index) => gmail.work(...mails.filter((_, at) => at % workers.length === index))),
  );
  expect(failed).toEqual([0, 0, 0]);
  expect(titles(await ada.listOutboxData()).sort()).toEqual(
    Array.from({ length: 9 }, (_, index) => `Mail ${index + 1}`),
  );
  const last = JSON.parse(mails.at(-1)?.body ?? "{}").message.data;
  const { historyId } = JSON.parse(Buffer.from(last, "base64").toString());
  expect((await ada.readSubscription()).cursor).toBe(String(historyId));
});

test("two users of one mailbox both get the activity, each once", async () => {
  const [ada, also] = [await connectWatched("gmail"), await connectWatched("gmail")];
  const gmail = await startWorker("gmail");
  await gmail.work(await emitMail({ subject: "For both" }));
  expect([titles(await ada.listOutboxData()), titles(await also.listOutboxData())]).toEqual([
    ["For both"],
    ["For both"],
  ]);
});

test("a mail to one person creates no activity for another", async () => {
  const ben = await connectWatched("gmail", { account: "ben@example.com" });
  await connectWatched("gmail");
  const gmail = await startWorker("gmail");
  await gmail.work(await emitMail({ to: "ada@example.com" }));
  expect(await ben.listOutboxData()).toEqual([]);
});

test("mail to nobody who is connected is acknowledged", async () => {
  const gmail = await startWorker("gmail");
  const body = await emitEvent({ event: "mail", to: "ben@example.com" });
  expect(await gmail.work(createMessage("gmail", { body }))).toBe(0);
});
