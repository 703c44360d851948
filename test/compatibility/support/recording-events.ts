// What happens at the providers while the recording runs, and what comes due.
import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { expect } from "vitest";
import { listRows } from "../../integrations/support/tables.ts";
import { dynamodb, tableName } from "../../support/aws.ts";
import { sendControl } from "../../support/control.ts";
import { sandbox } from "../../support/sandbox.ts";
import { invoke, type SeenMessage, takeMessages, workOn } from "./queues-by-hand.ts";
import { push } from "./recording-people.ts";

export async function happen(): Promise<void> {
  await push("slack", {
    event: "message",
    channel: "design-reviews",
    from: "ben",
    text: "Ada, can you send the report by Friday?",
  });
  await push("slack", { event: "channel_created", channel: "compat", times: 2 });
  await push("slack", { event: "block_actions" });
  await push("github", { event: "issues", text: "Spelling error", body: "@octo please fix it by Friday." });
  await push("github", { event: "issues", to: "app", text: "To the app" });
  await push("github", { event: "issues", text: "Large", payload: { padding: "x".repeat(270_000) } });
  await push("figma", { event: "FILE_COMMENT", text: "Can you check the contrast by Friday?", from: "ben" });
  await push("figma", { event: "FILE_UPDATE", hand: "signature" });
  await push("figma", { event: "FILE_UPDATE", hand: "passcode" });
  await push("google", { event: "mail", subject: "Please review the plan by Friday" });
  await push("google", { event: "event", subject: "Planning" });
}

/** Gmail has forgotten where we were: what came since is read again. */
export async function repairGap(): Promise<void> {
  await sendControl(`${sandbox("google").url()}/_sandbox/forget-history`, "POST");
  await push("google", { event: "notification" });
}

/** GitHub could not deliver something: it is asked for again. */
export async function sweep(): Promise<void> {
  const channels = (await listRows("connections", "owner#")).filter(({ sk }) => sk.startsWith("chan#github#"));
  const hook = String(channels[0]?.remoteId);
  const path = `/repos/octo/hello-world/hooks/${hook}/deliveries`;
  const failed = {
    ...{ id: 41, guid: "0b989ba4-242f-11e5-81e1-c7b6966d2516", redelivery: false, status_code: 502, status: "failed" },
    ...{ delivered_at: new Date().toISOString(), event: "push", action: null },
  };
  await sandbox("github").script({ path, method: "GET", status: 200, body: [failed] });
  await sandbox("github").script({ path: `${path}/41/attempts`, status: 202, body: {} });
  for (const row of channels) await makeDue(row);
  await invoke("jobs/queue-due-channels");
}

async function makeDue({ pk, sk }: { pk: string; sk: string }): Promise<void> {
  await dynamodb().send(
    new UpdateItemCommand({
      TableName: tableName("connections"),
      Key: { pk: { S: pk }, sk: { S: sk } },
      UpdateExpression: "SET dueAt = :past",
      ExpressionAttributeValues: { ":past": { N: String(Math.floor(Date.now() / 1000) - 60) } },
    }),
  );
}

/** A connection whose tokens nobody uses comes due. */
export async function renew(): Promise<void> {
  const due = (await listRows("connections", "owner#")).filter((row) => String(row.due).startsWith("due#"));
  expect(due.length).toBeGreaterThan(0);
  for (const row of due) await makeDue(row);
  await invoke("jobs/queue-due-refreshes");
}

/** Google's push service is in trouble: a delivery fails, and nobody tries it again. */
export async function failDelivery(): Promise<SeenMessage[]> {
  await sandbox("google").script({ path: "/gmail/v1/users/me/history", status: 503, times: 3 });
  await push("google", { event: "mail", subject: "In the outage" });
  const taken = await takeMessages(["webhooks-gmail"]);
  for (const message of taken) await expect(workOn(message)).rejects.toThrow("did not take");
  await sandbox("google").forgetScripts();
  return taken;
}
