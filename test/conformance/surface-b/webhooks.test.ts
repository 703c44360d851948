// What Slack and Google send to the old gateway's addresses, and the activity that the old page shows of it.
import { beforeAll, expect, test } from "vitest";
import { openWithProtocols } from "../../realtime/support/socket.ts";
import { createBrowser } from "../../support/api.ts";
import { slackHeaders } from "../../support/signing.ts";
import { type AssistantPerson, connect, createAssistantPerson } from "../support/assistant.ts";
import { readFailure } from "../support/old-client.ts";
import { emitMessage, slackSecret } from "../support/slack-events.ts";
import { firebaseToken } from "../support/tokens.ts";

const events = "/api/v1/webhooks/slack/events";

let ada: AssistantPerson;
let other: AssistantPerson;
beforeAll(async () => {
  [ada, other] = [await createAssistantPerson(), await createAssistantPerson()];
  await connect(ada, "slack", { account: "acme" });
});

interface Activity {
  readonly items: readonly { id: string; actionItems: { text: string; done: boolean }[] }[];
}

const readActivity = (person: AssistantPerson) => person.get<Activity>("/api/v1/activity?provider=slack");

test("a signed event becomes an activity with its action item, live on the socket, for its person only", async () => {
  const page = await openWithProtocols(["patchbay.v1", await firebaseToken(ada.sub)]);
  const body = await emitMessage("Ada, could you send the offer by Friday?");
  const answer = await createBrowser().post(events, body, slackHeaders(slackSecret, body));
  expect([answer.status, answer.json]).toEqual([200, { ok: true }]);
  // Not necessarily the first: the connection's own event may still be on its way when the page opens.
  const findActivity = () => page.messages.find(({ type }) => type === "activity");
  await expect
    .poll(findActivity)
    .toMatchObject({ type: "activity", seq: expect.any(Number), data: { provider: "slack" } });
  const { items } = await readActivity(ada);
  expect(items[0]?.actionItems).toMatchObject([{ done: false }]);
  expect((await readActivity(other)).items).toEqual([]);
  await page.close();
});

test("an activity is marked done and deleted, by its person only", async () => {
  const [item] = (await readActivity(ada)).items;
  const path = `/api/v1/activity/${item?.id}`;
  expect(await readFailure(other.patch(path, { done: true }))).toMatchObject({ status: 404 });
  await ada.patch(path, { done: true });
  await ada.delete(path);
  expect((await readActivity(ada)).items).toEqual([]);
});

test("the signed challenge is answered, and a wrong signature is refused", async () => {
  const body = JSON.stringify({ type: "url_verification", challenge: "3eZb", token: "t" });
  const signed = await createBrowser().post(events, body, slackHeaders(slackSecret, body));
  expect([signed.status, signed.json]).toEqual([200, { challenge: "3eZb" }]);
  expect((await createBrowser().post(events, body, slackHeaders("another", body))).status).toBe(401);
  expect((await createBrowser().post(events, body)).status).toBe(401);
});

test("an interaction is answered by an empty body", async () => {
  const body = new URLSearchParams({ payload: '{"type":"block_actions","team":{"id":"T-none"}}' }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded", ...slackHeaders(slackSecret, body) };
  const answer = await createBrowser().post("/api/v1/webhooks/slack/interactive", body, headers);
  expect([answer.status, answer.text]).toEqual([200, ""]);
});

test.each(["/api/v1/webhooks/gmail/push", "/api/v1/webhooks/calendar/push"])(
  "%s takes nothing unproven",
  async (path) => {
    expect((await createBrowser().post(path, "{}")).status).toBe(401);
  },
);

test("the receivers' health says nothing but its status to anybody", async () => {
  const { status, json } = await createBrowser().get("/api/v1/webhooks/health");
  expect([status, json]).toEqual([200, { status: "ok" }]);
});
