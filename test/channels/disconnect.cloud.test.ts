// Disconnecting: channels are stopped with the token that is revoked right after.
import { beforeEach, expect, test } from "vitest";
import { connected, listOf } from "../integrations/support/connections.ts";
import { sandboxOf } from "../integrations/support/facts.ts";
import { freshWorld } from "../integrations/support/reset.ts";
import { revoker } from "../integrations/support/revoker.ts";
import { type Someone, someone } from "../integrations/support/someone.ts";
import { grantsHeldFor, nothingHeldFor } from "../integrations/support/tables.ts";
import { channelRows, untilChannels, want } from "./support/world.ts";

beforeEach(freshWorld);

async function withChannel(provider: "gmail" | "calendar"): Promise<Someone> {
  const user = await someone();
  await connected(user, provider);
  await want(user, provider, true);
  await untilChannels(user, "active");
  await sandboxOf(provider).forgetRequests();
  return user;
}

const asked = async (provider: "gmail" | "calendar" | "figma") =>
  (await sandboxOf(provider).requests())
    .filter(({ method }) => method !== "GET")
    .map(({ method, path, status }) => `${method} ${path} ${status}`);

test.each([
  ["gmail", "POST /gmail/v1/users/me/stop 204"],
  ["calendar", "POST /calendar/v3/channels/stop 204"],
] as const)("stops the channel of %s, and revokes its token afterwards", async (provider, stop) => {
  const user = await withChannel(provider);
  await user.delete(`/api/integrations/${provider}`);
  expect(await channelRows(user)).toEqual([]);
  await nothingHeldFor(user);
  expect(await asked(provider)).toEqual([stop, "POST /revoke 200"]);
});

test("renews a token that has expired, to stop the channel with it", async () => {
  const user = await withChannel("calendar");
  await sandboxOf("calendar").expireTokens();
  await user.delete("/api/integrations/calendar");
  await nothingHeldFor(user);
  const stops = (await asked("calendar")).filter((request) => request.includes("/stop"));
  expect(stops.at(-1)).toBe("POST /calendar/v3/channels/stop 204");
  expect((await asked("calendar")).at(-1)).toBe("POST /revoke 200");
});

test("deletes Figma's webhooks, which has no way to revoke", async () => {
  const user = await someone();
  await connected(user, "figma");
  await want(user, "figma", true, { teamId: "1001" });
  await untilChannels(user, ...Array<string>(5).fill("active"));
  await sandboxOf("figma").forgetRequests();
  await user.delete("/api/integrations/figma");
  await nothingHeldFor(user);
  expect((await asked("figma")).map((request) => request.replace(/\d+ /, "N "))).toEqual(
    Array<string>(5).fill("DELETE /v2/webhooks/N 200"),
  );
});

test("keeps the watch of a mailbox that somebody else has connected too", async () => {
  const [user, colleague] = [await withChannel("gmail"), await someone("globex")];
  await want(colleague, "gmail", true);
  await connected(colleague, "gmail");
  await untilChannels(colleague, "active");
  await sandboxOf("gmail").forgetRequests();
  await user.delete("/api/integrations/gmail");
  await nothingHeldFor(user);
  expect(await asked("gmail")).toEqual([]);
  await colleague.delete("/api/integrations/gmail");
  await nothingHeldFor(colleague);
  expect(await asked("gmail")).toEqual(["POST /gmail/v1/users/me/stop 204", "POST /revoke 200"]);
});

test("keeps the watch of a mailbox when one of two no longer wants it", async () => {
  const [user, colleague] = [await withChannel("gmail"), await someone("globex")];
  await want(colleague, "gmail", true);
  await connected(colleague, "gmail");
  await untilChannels(colleague, "active");
  await sandboxOf("gmail").forgetRequests();
  await want(user, "gmail", false);
  await untilChannels(user);
  expect(await asked("gmail")).toEqual([]);
});

test("revokes although the channel cannot be stopped for good", async () => {
  const user = await withChannel("calendar");
  await sandboxOf("calendar").script({ path: "/calendar/v3/channels/stop", status: 400, body: {}, times: 9 });
  await user.delete("/api/integrations/calendar");
  await nothingHeldFor(user);
  expect((await asked("calendar")).at(-1)).toBe("POST /revoke 200");
});

test("does not revoke before a stop has got its other attempts, and revokes after the fourth", async () => {
  const user = await withChannel("calendar");
  await sandboxOf("calendar").script({ path: "/calendar/v3/channels/stop", status: 503, times: 9 });
  await user.delete("/api/integrations/calendar");
  await expect.poll(() => asked("calendar")).toHaveLength(1);
  const [grantId = ""] = await grantsHeldFor(user.sub);
  const job = await revoker();
  try {
    expect(await job.deliver(grantId, 2)).toBe("again");
    expect((await asked("calendar")).some((request) => request.includes("/revoke"))).toBe(false);
    expect(await job.deliver(grantId, 4)).toBe("done");
    expect((await asked("calendar")).at(-1)).toBe("POST /revoke 200");
  } finally {
    await job.stop();
  }
  expect(await listOf(user)).toEqual([]);
});
