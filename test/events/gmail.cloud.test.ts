import { expect, test } from "vitest";
import { sandbox } from "../support/sandbox.ts";
import { askedGoogle, happens, mailArrives, queued, titles, watched, worker } from "./support/google.ts";
import { unroutedBeforeEach } from "./support/unrouted.ts";

unroutedBeforeEach("gmail");

const history = "/gmail/v1/users/me/history";
const messages = "/gmail/v1/users/me/messages";

test("a mail becomes one activity, with what it asks for and a link to it", async () => {
  const ada = await watched("gmail");
  const gmail = await worker("gmail");
  const mail = await mailArrives({
    subject: "Slides",
    text: "Hi Ada,\n\ncould you send me the slides by Friday?\n\nCleo",
  });
  expect(await gmail.work(mail)).toBe(0);
  const { id: connectionId } = await ada.stored();
  expect(await ada.told()).toEqual([
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
  await watched("gmail");
  const gmail = await worker("gmail");
  await mailArrives({ subject: "One" });
  const second = await mailArrives({ subject: "Two" });
  await sandbox("google").forgetRequests();
  await gmail.work(second);
  expect(await askedGoogle(history)).toHaveLength(1);
  expect(await askedGoogle(messages)).toHaveLength(2);
  expect(await askedGoogle("/gmail")).toHaveLength(3);
});

test("a mail pushed five times at once is told once and read once", async () => {
  const ada = await watched("gmail");
  const gmail = await worker("gmail");
  const mail = await mailArrives({ subject: "Once" });
  await sandbox("google").forgetRequests();
  const copies = Array.from({ length: 5 }, () => ({ ...mail, receipt: crypto.randomUUID() }));
  await gmail.work(...copies);
  expect(titles(await ada.told())).toEqual(["Once"]);
  expect(await askedGoogle("/gmail")).toHaveLength(2);
});

test("two messages of Pub/Sub about one change are one event", async () => {
  await watched("gmail");
  const gmail = await worker("gmail");
  const mail = await mailArrives();
  const again = await happens({ event: "notification" });
  await sandbox("google").forgetRequests();
  await gmail.work(mail);
  await gmail.work(queued("gmail", { body: again }));
  expect(await askedGoogle("/gmail")).toHaveLength(2);
});

test("a notification of what was read already asks Google for nothing", async () => {
  const ada = await watched("gmail");
  const gmail = await worker("gmail");
  const first = await mailArrives({ subject: "First" });
  const second = await mailArrives({ subject: "Second" });
  await gmail.work(second);
  const { cursor } = await ada.channel();
  await sandbox("google").forgetRequests();
  expect(await gmail.work(first)).toBe(0);
  expect(await askedGoogle("/gmail")).toEqual([]);
  expect((await ada.channel()).cursor).toBe(cursor);
});

test("notifications at the same time, in several containers, tell each mail once and end at the latest id", async () => {
  const ada = await watched("gmail");
  const workers = await Promise.all([worker("gmail"), worker("gmail"), worker("gmail")]);
  const mails: Awaited<ReturnType<typeof mailArrives>>[] = [];
  for (let number = 1; number <= 9; number++) mails.push(await mailArrives({ subject: `Mail ${number}` }));
  const failed = await Promise.all(
    workers.map((gmail, index) => gmail.work(...mails.filter((_, at) => at % workers.length === index))),
  );
  expect(failed).toEqual([0, 0, 0]);
  expect(titles(await ada.told()).sort()).toEqual(Array.from({ length: 9 }, (_, index) => `Mail ${index + 1}`));
  const last = JSON.parse(mails.at(-1)?.body ?? "{}").message.data;
  const { historyId } = JSON.parse(Buffer.from(last, "base64").toString());
  expect((await ada.channel()).cursor).toBe(String(historyId));
});

test("two users of one mailbox are both told, each once", async () => {
  const [ada, also] = [await watched("gmail"), await watched("gmail")];
  const gmail = await worker("gmail");
  await gmail.work(await mailArrives({ subject: "For both" }));
  expect([titles(await ada.told()), titles(await also.told())]).toEqual([["For both"], ["For both"]]);
});

test("a mail to one person is nothing to another", async () => {
  const ben = await watched("gmail", { account: "ben@example.com" });
  await watched("gmail");
  const gmail = await worker("gmail");
  await gmail.work(await mailArrives({ to: "ada@example.com" }));
  expect(await ben.told()).toEqual([]);
});

test("mail to nobody who is connected is acknowledged", async () => {
  const gmail = await worker("gmail");
  const body = await happens({ event: "mail", to: "ben@example.com" });
  expect(await gmail.work(queued("gmail", { body }))).toBe(0);
});
