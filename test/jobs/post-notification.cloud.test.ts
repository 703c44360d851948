// Activities of a user's feed are also posted to Slack when their settings name a channel.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { type Account, connectAccount, createAccount } from "../connections/support/account.ts";
import { postMessage } from "../providers/slack/support/events.ts";
import { sqs } from "../support/aws.ts";
import { connectInBrowser } from "../support/flow.ts";
import { queueUrl } from "../support/queues.ts";
import { sandbox } from "../support/sandbox.ts";
import { clearRoutesBeforeEach } from "../webhooks/support/clear-routes.ts";
import { figmaPayload } from "../webhooks/support/payloads.ts";
import { startWorker } from "../webhooks/support/provider-worker.ts";

clearRoutesBeforeEach("slack", "figma");

const listPosted = async () => {
  const asked = await sandbox("slack").requests("/api/chat.postMessage");
  return asked.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
};

/** Long enough for a duplicate post to arrive. */
const settle = () => sleep(3000);

const toSlack = (slackChannel: string) => ({ notificationPreferences: { slackChannel } });

async function withFigma({ user, person }: Account): Promise<Account> {
  await connectInBrowser(user, "figma");
  return createAccount("figma", person, user);
}

test("a comment in Figma is posted to the Slack channel once, however often it is asked for", async () => {
  const slack = await connectAccount("slack");
  const figma = await withFigma(slack);
  await figma.user.put("/api/integrations/figma/settings", toSlack("#design-reviews"));
  const { id: link, accountId, accountName } = await figma.readStored();
  const comment = [{ mention: accountId }, { text: " can you check <!channel> the contrast by Friday?" }];
  const by = { id: "7", handle: "Grace" };
  const body = figmaPayload({
    event_type: "FILE_COMMENT",
    file_key: `K${randomUUID()}`,
    comment_id: "1234",
    comment,
    mentions: [{ id: accountId, handle: accountName }],
    triggered_by: by,
  });
  const worker = await startWorker("figma");
  await worker.take(body, { link });
  await expect.poll(listPosted).toHaveLength(1);
  await worker.take(body, { link });
  const asked = { tenant: `c#${slack.person.org}`, user: slack.person.sub, seq: 3 };
  const QueueUrl = queueUrl("notifications");
  const numbers = [1, 2, 3, 4].flatMap((seq) => [seq, seq]);
  for (const seq of numbers) {
    await sqs().send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ ...asked, seq }) }));
  }
  await settle();
  const [message, ...more] = await listPosted();
  expect(more).toEqual([]);
  expect(message).toMatchObject({ channel: "#design-reviews", text: "Figma: Grace commented on Landing page" });
  expect(message?.blocks).toContain("&lt;!channel&gt;");
  expect(message?.blocks).not.toContain("<!channel>");
  expect(message?.blocks).toMatch(/<https:\/\/www\.figma\.com\/file\/K[\w-]+#1234\|Open in Figma>/);
  const { json } = await figma.user.get("/api/v1/activity");
  expect(JSON.stringify(json)).toContain("Grace commented");
  expect(JSON.stringify(json)).not.toContain("design-reviews");
});

test.each(["#releases", "C0ACME4"])("what is said in %s itself is not said there again", async (channel) => {
  const slack = await connectAccount("slack");
  await slack.user.put("/api/integrations/slack/settings", toSlack(channel));
  const worker = await startWorker("slack");
  await worker.take(await postMessage("an echo?", { channel: "releases", from: "ben" }));
  await worker.take(await postMessage("from elsewhere", { channel: "design-reviews", from: "ben" }));
  await expect.poll(listPosted).toHaveLength(1);
  await settle();
  const [message, ...more] = await listPosted();
  expect(more).toEqual([]);
  expect(message).toMatchObject({ channel, blocks: expect.stringContaining("from elsewhere") });
});
