import { beforeEach, expect, test } from "vitest";
import { callGoogle, connectGoogle } from "./google-account.ts";
import { type Body, useProvider } from "./provider.ts";
import { useReceiver } from "./receiver.ts";

const google = useProvider("google");
const receiver = useReceiver(google);
const topicName = "projects/sandbox/topics/patchbay";
let token = "";

beforeEach(async () => {
  token = await connectGoogle(google, "gmail.modify");
});

const call = (method: string, path: string, body?: Body) =>
  callGoogle(google, token, method, `/gmail/v1/users/me/${path}`, body);
const profile = async (): Promise<string> => (await call("GET", "profile")).body.historyId;
const history = (start: string, more = "") => call("GET", `history?startHistoryId=${start}${more}`);

test("returns the mailbox's address and its history id", async () => {
  expect((await call("GET", "profile")).body).toMatchObject({
    emailAddress: "ada@example.com",
    messagesTotal: 2,
    historyId: expect.stringMatching(/^\d+$/),
  });
});

test("watches for seven days from the current history id", async () => {
  const { body } = await call("POST", "watch", { topicName });
  expect(body.historyId).toBe(await profile());
  expect(Math.abs(Number(body.expiration) - Date.now() - 604_800_000)).toBeLessThan(10_000);
});

test("watches for a configured time", async () => {
  await google.behave({ channelLifetime: 60 });
  const { body } = await call("POST", "watch", { topicName });
  expect(Number(body.expiration)).toBeLessThan(Date.now() + 61_000);
});

test("watches again on the same topic, and on another only after a stop", async () => {
  const other = { topicName: "projects/sandbox/topics/other" };
  await call("POST", "watch", { topicName });
  expect((await call("POST", "watch", { topicName })).status).toBe(200);
  expect((await call("POST", "watch", other)).status).toBe(400);
  expect((await call("POST", "stop")).status).toBe(204);
  expect((await call("POST", "watch", other)).status).toBe(200);
});

test.each(["patchbay", "projects/elsewhere/topics/patchbay"])("refuses the topic %s", async (wrong) => {
  expect((await call("POST", "watch", { topicName: wrong })).status).toBe(400);
});

test("sends nothing after a stop", async () => {
  await google.behave({ events: true });
  await call("POST", "watch", { topicName });
  await call("POST", "stop");
  await call("POST", "messages", { to: "ada@example.com", from: "ben@example.com", subject: "Hi" });
  expect((await google.control("GET", "deliveries")).body).toEqual([]);
});

test("notifies of watched labels only", async () => {
  await google.behave({ events: true });
  await call("POST", "watch", { topicName, labelIds: ["INBOX"] });
  const mail = { to: "ada@example.com", from: "ben@example.com", subject: "Hi" };
  await call("POST", "messages", { ...mail, labelIds: ["SPAM"] });
  expect((await google.control("GET", "deliveries")).body).toEqual([]);
  await call("POST", "messages", { ...mail, labelIds: ["INBOX"] });
  await receiver.waitForRequests(1);
});

test("pages through the history, oldest first", async () => {
  const start = await profile();
  for (const subject of ["One", "Two", "Three"]) await receiver.push({ event: "mail", subject });
  const first = (await history(start, "&maxResults=2")).body;
  const second = (await history(start, `&maxResults=2&pageToken=${first.nextPageToken}`)).body;
  const ids = [...first.history, ...second.history].map(({ id }) => Number(id));
  expect(ids).toHaveLength(3);
  expect(ids).toEqual([...ids].sort((a, b) => a - b));
  expect(second).not.toHaveProperty("nextPageToken");
  expect(second.historyId).toBe(String(ids[2]));
});

test("omits the list when nothing has changed", async () => {
  expect((await history(await profile())).body).not.toHaveProperty("history");
});

test("lists label changes and deletions as separate types of history", async () => {
  const start = await profile();
  await call("POST", "messages/msg_ada_review/modify", { addLabelIds: ["STARRED"], removeLabelIds: ["UNREAD"] });
  await call("DELETE", "messages/msg_ada_invoice");
  const { body } = await history(start);
  expect(body.history).toMatchObject([
    { labelsAdded: [{ message: { id: "msg_ada_review" }, labelIds: ["STARRED"] }] },
    { labelsRemoved: [{ labelIds: ["UNREAD"] }] },
    { messagesDeleted: [{ message: { id: "msg_ada_invoice" } }] },
  ]);
  expect((await history(start, "&historyTypes=messageAdded")).body).not.toHaveProperty("history");
});

test("answers 404 to an expired history id, and continues from a new one", async () => {
  const start = await profile();
  await google.control("POST", "forget-history");
  expect(await history(start)).toMatchObject({ status: 404, body: { error: { status: "NOT_FOUND" } } });
  expect((await history(await profile())).status).toBe(200);
});

test("keeps the mailboxes of two people separate", async () => {
  const start = await profile();
  await receiver.push({ event: "mail", to: "ben@example.com" });
  expect((await history(start)).body).not.toHaveProperty("history");
});

test("shows the watches in the control API", async () => {
  await call("POST", "watch", { topicName });
  expect((await google.control("GET", "channels")).body).toMatchObject({ watches: [{ watch: { topicName } }] });
});
