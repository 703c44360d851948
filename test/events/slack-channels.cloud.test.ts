import { expect, test } from "vitest";
import { type Account, connected } from "../refresh/support/account.ts";
import { sandbox } from "../support/sandbox.ts";
import { adaAndBen, happens } from "./support/slack.ts";
import { unroutedBeforeEach } from "./support/unrouted.ts";
import { toldTo, workerOf } from "./support/worker.ts";

unroutedBeforeEach("slack");

/** Lists the channels. @returns whether Slack was asked */
async function asksSlack({ user }: Account): Promise<boolean> {
  await sandbox("slack").forgetRequests();
  expect((await user.get("/api/integrations/slack/channels")).status).toBe(200);
  return (await sandbox("slack").requests("/api/conversations.list")).length > 0;
}

test.each([
  ["channel_created", {}],
  ["channel_rename", { channel: "releases", text: "launches" }],
  ["channel_archive", { channel: "releases" }],
])("%s empties the kept list of channels of everybody there", async (event, over) => {
  const accounts = await adaAndBen();
  for (const account of accounts) await asksSlack(account);
  const slack = await workerOf("slack");
  const [body] = await happens({ event, ...over });
  expect(await asksSlack(accounts[0])).toBe(false);
  expect(await slack.take(body)).toBe("processed");
  for (const account of accounts) expect(await asksSlack(account)).toBe(true);
});

test("who leaves a channel changes their own list only", async () => {
  const [ada, ben] = await adaAndBen();
  for (const account of [ada, ben]) await asksSlack(account);
  const slack = await workerOf("slack");
  const [body] = await happens({ event: "member_left_channel", from: "ben", channel: "releases" });
  expect(await slack.take(body)).toBe("processed");
  expect([await asksSlack(ada), await asksSlack(ben)]).toEqual([false, true]);
});

test("where the bot goes, everybody's list changes", async () => {
  const ada = await connected("slack");
  await asksSlack(ada);
  const slack = await workerOf("slack");
  const [body] = await happens({ event: "member_left_channel", from: "bot", channel: "releases" });
  await slack.take(body);
  expect(await asksSlack(ada)).toBe(true);
});

test("what happens to channels is nobody's activity", async () => {
  const ada = await connected("slack");
  const slack = await workerOf("slack");
  const [body] = await happens({ event: "channel_created" });
  await slack.take(body);
  expect(await toldTo(ada)).toEqual([]);
});
