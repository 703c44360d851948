// What Slack and Figma send to the addresses that are registered there: signature checked, row in the log, seen by the person.
import { beforeAll, expect, test } from "vitest";
import { createBrowser } from "../../support/api.ts";
import { slackHeaders } from "../../support/signing.ts";
import { emitMessage, slackSecret } from "../support/slack-events.ts";
import { connect, createStudioPerson, type StudioPerson } from "../support/studio.ts";

const path = "/api/integrations/slack/webhook";

let admin: StudioPerson;
beforeAll(async () => {
  admin = await createStudioPerson({ userType: "admin" });
  await connect(admin, "slack", { account: "acme" });
});

interface Log {
  readonly webhooks: readonly { provider: string; status: string }[];
}

test("a signed message is taken, and becomes a row in the log and an activity of the person", async () => {
  const body = await emitMessage("Ada, could you send the offer by Friday?");
  const answer = await createBrowser().post(path, body, slackHeaders(slackSecret, body));
  expect([answer.status, answer.json]).toEqual([200, { ok: true }]);
  await expect
    .poll(() => admin.get("/api/v1/activity?provider=slack"))
    .toMatchObject({ items: [expect.objectContaining({ excerpt: expect.stringContaining("send the offer") })] });
  const { webhooks } = await admin.get<Log>("/api/admin/webhooks?provider=slack");
  expect(webhooks).toContainEqual(expect.objectContaining({ provider: "slack", status: "processed" }));
});

test("a message with a wrong signature is refused", async () => {
  const body = await emitMessage("forged");
  expect((await createBrowser().post(path, body, slackHeaders("another-secret", body))).status).toBe(401);
  expect((await createBrowser().post(path, body)).status).toBe(401);
});

test("the signed challenge is answered, the unsigned one is not", async () => {
  const body = JSON.stringify({ type: "url_verification", challenge: "3eZb", token: "t" });
  const signed = await createBrowser().post(path, body, slackHeaders(slackSecret, body));
  expect([signed.status, signed.json]).toEqual([200, { challenge: "3eZb" }]);
  expect((await createBrowser().post(path, body)).status).toBe(401);
});

test("Figma's passcode is checked", async () => {
  const send = (passcode: string) => {
    const event = { event_type: "FILE_UPDATE", webhook_id: "0", file_key: "none", passcode };
    return createBrowser().post("/api/integrations/figma/webhook", JSON.stringify(event));
  };
  expect((await send("sandbox-figma-webhook-secret")).status).toBe(200);
  expect((await send("wrong")).status).toBe(400);
});
