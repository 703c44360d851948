import { expect, test } from "vitest";
import { type Account, connectAccount } from "../../connections/support/account.ts";
import { sandbox } from "../../support/sandbox.ts";
import { clearRoutesBeforeEach } from "../../webhooks/support/clear-routes.ts";
import { listOutboxData, startWorker } from "../../webhooks/support/provider-worker.ts";
import { connectAdaAndBen, emitEvent } from "./support/events.ts";

clearRoutesBeforeEach("slack");

/** Lists the channels. @returns whether that called Slack */
async function expectsSlackRequest({ user }: Account): Promise<boolean> {
  await sandbox("slack").forgetRequests();
  expect((await user.get("/api/integrations/slack/channels")).status).toBe(200);
  return (await sandbox("slack").requests("/api/conversations.list")).length > 0;
}

test.each([
  ["channel_created", {}],
  ["channel_rename", { channel: "releases", text: "launches" }],
  ["channel_archive", { channel: "releases" }],
])("%s empties the kept list of channels of everybody there", async (event, over) => {
  const accounts = await connectAdaAndBen();
  for (const account of accounts) await expectsSlackRequest(account);
  const slack = await startWorker("slack");
  const [body] = await emitEvent({ event, ...over });
  expect(await expectsSlackRequest(accounts[0])).toBe(false);
  expect(await slack.take(body)).toBe("processed");
  for (const account of accounts) expect(await expectsSlackRequest(account)).toBe(true);
});

test("a user who leaves a channel changes only their own channel list", async () => {
  const [ada, ben] = await connectAdaAndBen();
  for (const account of [ada, ben]) await expectsSlackRequest(account);
  const slack = await startWorker("slack");
  const [body] = await emitEvent({ event: "member_left_channel", from: "ben", channel: "releases" });
  expect(await slack.take(body)).toBe("processed");
  expect([await expectsSlackRequest(ada), await expectsSlackRequest(ben)]).toEqual([false, true]);
});

test("when the bot joins or leaves a channel, everybody's list changes", async () => {
  const ada = await connectAccount("slack");
  await expectsSlackRequest(ada);
  const slack = await startWorker("slack");
  const [body] = await emitEvent({ event: "member_left_channel", from: "bot", channel: "releases" });
  await slack.take(body);
  expect(await expectsSlackRequest(ada)).toBe(true);
});

test("events about channels create no activity", async () => {
  const ada = await connectAccount("slack");
  const slack = await startWorker("slack");
  const [body] = await emitEvent({ event: "channel_created" });
  await slack.take(body);
  expect(await listOutboxData(ada)).toEqual([]);
});
