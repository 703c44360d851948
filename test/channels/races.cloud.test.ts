import { beforeEach, expect, test } from "vitest";
import { connected } from "../integrations/support/connections.ts";
import { sandboxOf } from "../integrations/support/facts.ts";
import { freshWorld } from "../integrations/support/reset.ts";
import { allRevoked } from "../integrations/support/revoker.ts";
import { someone } from "../integrations/support/someone.ts";
import { channelRows, keeper, messageFor, untilChannels, want } from "./support/world.ts";

beforeEach(freshWorld);

const posts = async (provider: "calendar" | "figma", path: string) =>
  (await sandboxOf(provider).requests(path)).filter((request) => request.method === "POST" && request.path === path);

test("two that look after a connection at once open each channel once", async () => {
  const user = await someone();
  await connected(user, "figma");
  await want(user, "figma", true, { teamId: "1001" });
  await untilChannels(user, ...Array<string>(5).fill("active"));
  const [row] = await channelRows(user);
  if (row === undefined) throw new Error("there is no channel");
  await want(user, "figma", false, { teamId: "1001" });
  await untilChannels(user);
  await sandboxOf("figma").forgetRequests();
  const jobs = await Promise.all([keeper(), keeper(), keeper()]);
  await want(user, "figma", true, { teamId: "1001" });
  await Promise.all(jobs.map((job) => job.keep(messageFor(row))));
  await untilChannels(user, ...Array<string>(5).fill("active"));
  expect(await posts("figma", "/v2/webhooks")).toHaveLength(5);
});

test("a channel that was opened while its connection was removed is stopped again", async () => {
  const user = await someone();
  await connected(user, "calendar");
  const path = "/calendar/v3/calendars/primary/events/watch";
  await sandboxOf("calendar").script({ path, delayMs: 1000, passThrough: true });
  await want(user, "calendar", true);
  await expect.poll(async () => (await channelRows(user)).length).toBe(1);
  await user.delete("/api/integrations/calendar");
  await expect.poll(() => posts("calendar", path)).toHaveLength(1);
  expect(await channelRows(user)).toEqual([]);
  await allRevoked("google");
});

test("switching off while channels are opened leaves none behind", async () => {
  const user = await someone();
  await connected(user, "calendar");
  const path = "/calendar/v3/calendars/primary/events/watch";
  await sandboxOf("calendar").script({ path, delayMs: 1500, passThrough: true });
  await want(user, "calendar", true);
  await expect.poll(async () => (await channelRows(user)).length).toBe(1);
  await want(user, "calendar", false);
  await untilChannels(user);
  await expect.poll(() => posts("calendar", "/calendar/v3/channels/stop")).toHaveLength(1);
  await expect.poll(() => channelRows(user)).toEqual([]);
});
