// How connections end, and work that is under way when the tables are read.
import { expect } from "vitest";
import { createAccount } from "../../connections/support/account.ts";
import { listRows } from "../../integrations/support/tables.ts";
import { asUser, type Browser } from "../../support/api.ts";
import { connectInBrowser } from "../../support/flow.ts";
import { sandbox } from "../../support/sandbox.ts";
import { type SeenMessage, takeMessages, workOff } from "./queues-by-hand.ts";
import { connectAccount, expectSuccess, file, key, org, people, push } from "./recording-people.ts";

/** Ben disconnects a mailbox with a channel; the message that ends his grant is not delivered. */
export async function leave(): Promise<void> {
  const ben = await asUser({ sub: people.ben, org });
  const { location } = await connectInBrowser(ben, "gmail", { account: "ben@example.com" });
  expect(location?.searchParams.get("status"), location?.href).toBe("success");
  expectSuccess(await ben.put("/api/integrations/gmail/settings", { webhookEnabled: true }));
  await workOff();
  expectSuccess(await ben.delete("/api/integrations/gmail"));
}

export async function revocations(): Promise<SeenMessage[]> {
  const seen: SeenMessage[] = [];
  await expect
    .poll(async () => seen.push(...(await takeMessages(["revocations"]))), { interval: 500 })
    .toBeGreaterThan(0);
  return seen;
}

/** Cleo's access is taken away; Dan's provider is out when his token is to be renewed. */
export async function loseAndFail(): Promise<void> {
  const cleo = await asUser({ sub: people.cleo, org });
  await connectAccount(cleo, "figma");
  await sandbox("figma").script({
    path: `/v1/files/${file}/versions`,
    status: 401,
    body: { status: 401, err: "Invalid token" },
    times: 2,
  });
  await sandbox("figma").behave({ refreshError: "invalid_grant" });
  const lost = await cleo.get(`/api/integrations/figma/files/${file}/versions`);
  expect(lost.status, lost.text).toBe(409);
  await sandbox("figma").behave({ refreshError: null });
  const dan = await asUser({ sub: people.dan, org });
  await connectAccount(dan, "calendar");
  await createAccount("calendar", { sub: people.dan, org }, dan).setRemainingSeconds(-10);
  await sandbox("google").script({ path: "/token", status: 503, times: 9 });
  expect((await dan.post("/api/integrations/calendar/refresh")).status).toBe(503);
  await sandbox("google").forgetScripts();
}

/** Work that is under way while the tables are read: a lease, a refill, a claimed request, a claimed delivery. */
export async function hang(user: Browser): Promise<() => Promise<void>> {
  expectSuccess(await user.get("/api/integrations/slack/channels"));
  await sandbox("slack").script(
    { path: "/api/oauth.v2.access", delayMs: 8000 },
    { path: "/api/conversations.list", delayMs: 8000 },
    { path: "/api/chat.postMessage", delayMs: 8000 },
  );
  await sandbox("google").script({ path: "/gmail/v1/users/me/history", delayMs: 8000 });
  await push("google", { event: "mail", subject: "Under way" });
  await createAccount("slack", { sub: people.ada, org }, user).setRemainingSeconds(3000);
  const under = [
    user.post("/api/integrations/slack/message", { channel: "C0ACME1", text: "slow" }, key("under-way")),
    user.get("/api/integrations/slack/channels?refresh=true"),
    user.post("/api/integrations/slack/refresh"),
    workOff(),
  ];
  await expect.poll(underWay, { interval: 100 }).toEqual({ lease: true, refill: true, request: true, delivery: true });
  return async () => void (await Promise.allSettled(under));
}

/** Whether each of them shows in the tables, at the same time. */
async function underWay(): Promise<Record<string, boolean>> {
  const [connections, transient, deliveries] = await Promise.all([
    listRows("connections", "owner#"),
    listRows("transient"),
    listRows("deliveries", "delivery#"),
  ]);
  return {
    lease: connections.some((row) => row.lease !== undefined),
    refill: transient.some((row) => row.refill !== undefined && row.content !== undefined),
    request: transient.some(
      ({ pk, claim, statusCode, sk }) =>
        pk.startsWith("once#") && claim !== undefined && statusCode === undefined && sk.startsWith("POST"),
    ),
    delivery: deliveries.some(({ status }) => status === "pending"),
  };
}
