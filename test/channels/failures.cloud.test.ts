import { beforeEach, expect, test } from "vitest";
import { connected } from "../integrations/support/connections.ts";
import { sandboxOf } from "../integrations/support/facts.ts";
import { freshWorld } from "../integrations/support/reset.ts";
import { type Someone, someone } from "../integrations/support/someone.ts";
import { rowsOf } from "../integrations/support/tables.ts";
import { metricsIn } from "../refresh/support/containers.ts";
import {
  atRest,
  channelRows,
  channelsOf,
  keeper,
  makeDue,
  messageFor,
  now,
  untilChannels,
  want,
} from "./support/world.ts";

beforeEach(freshWorld);

const watchPath = "/gmail/v1/users/me/watch";

/** Wanted before, the channel is asked for once, by the connecting: a second message might come late. */
async function watched(): Promise<Someone> {
  const user = await someone();
  await want(user, "gmail", true);
  await connected(user, "gmail");
  await untilChannels(user, "active");
  await atRest();
  return user;
}

async function keepNow(user: Someone, environment: Record<string, string> = {}, more: object = {}) {
  const [row] = await channelRows(user);
  if (row === undefined) throw new Error("there is no channel");
  const job = await keeper(environment);
  await job.keep(messageFor(row, more));
  return job.logs;
}

/** What the user was told of channels, oldest first. */
async function told({ sub }: Someone): Promise<unknown[]> {
  const rows = (await rowsOf("feed", "outbox#")).filter(({ user, type }) => user === sub && type === "channel.changed");
  const ordered = rows.sort((a, b) => String(a.at).localeCompare(String(b.at)));
  return ordered.map(({ data }) => (data as { status: string }).status);
}

test("keeps a channel active while a renewal fails and there is time", async () => {
  const user = await watched();
  await makeDue(user, { expiresAt: now() + 86_400 });
  await sandboxOf("gmail").script({ path: watchPath, status: 503, times: 1 });
  const logs = await keepNow(user);
  expect(metricsIn(logs())).not.toContain("ChannelLapsed");
  const [row] = await channelRows(user);
  expect(row).toMatchObject({ status: "active", failures: 1, error: expect.any(String) });
  expect(row?.dueAt).toBeGreaterThan(now() + 200);
  expect(row?.dueAt).toBeLessThan(now() + 400);
});

test("counts a channel as lapsed once it is past its end, and tells its user", async () => {
  const user = await watched();
  await makeDue(user, { expiresAt: now() - 60 });
  await sandboxOf("gmail").script({ path: watchPath, status: 503, times: 2 });
  const logs = await keepNow(user);
  // What a process writes may arrive after its answer.
  await expect.poll(() => metricsIn(logs()).filter((name) => name === "ChannelLapsed")).toHaveLength(1);
  expect(await channelsOf(user)).toMatchObject([{ status: "lapsed", error: expect.any(String) }]);
  await makeDue(user);
  const later = await keepNow(user);
  expect(metricsIn(later())).not.toContain("ChannelLapsed");
  expect(await told(user)).toEqual(["active", "lapsed"]);
});

test("tells its user when a lapsed channel works again", async () => {
  const user = await watched();
  await makeDue(user, { expiresAt: now() - 60 });
  await keepNow(user);
  expect(await channelsOf(user)).toMatchObject([{ status: "active" }]);
  expect(await told(user)).toEqual(["active", "lapsed", "active"]);
});

test("says that push is not configured where the operator has no topic", async () => {
  const user = await watched();
  await makeDue(user, { remoteId: undefined, status: "pending" });
  await keepNow(user, { PUBSUB_TOPIC: undefined as unknown as string });
  const error = "Gmail push is not configured. Please contact administrator.";
  expect(await channelsOf(user)).toMatchObject([{ kind: "mailbox", status: "failed", error }]);
});

test("says who may create Figma's webhooks to somebody who may not", async () => {
  const user = await someone();
  await connected(user, "figma");
  await sandboxOf("figma").script({ path: "/v2/webhooks", status: 403, body: { message: "No" }, times: 5 });
  await want(user, "figma", true, { teamId: "1001" });
  await untilChannels(user, ...Array<string>(5).fill("failed"));
  expect((await channelsOf(user))[0]?.error).toMatch(/admin of the team/);
});

test("asks for the team where Figma's settings name none", async () => {
  const user = await someone();
  await connected(user, "figma");
  await want(user, "figma", true);
  await untilChannels(user, "failed");
  expect((await channelsOf(user))[0]?.error).toMatch(/teamId/);
  await want(user, "figma", true, { teamId: "1001" });
  await untilChannels(user, ...Array<string>(5).fill("active"));
});

test("makes a channel anew on request although it is not due", async () => {
  const user = await watched();
  const [row] = await channelRows(user);
  await sandboxOf("gmail").forgetRequests();
  await keepNow(user);
  expect(await sandboxOf("gmail").requests(watchPath)).toEqual([]);
  await keepNow(user, {}, { recreate: row?.name });
  expect(await sandboxOf("gmail").requests(watchPath)).toHaveLength(1);
});
