// Disconnecting stops subscriptions with the token, before the token is revoked.
import { beforeEach, expect, test } from "vitest";
import { connectAccount, listConnections } from "../integrations/support/connections.ts";
import { getSandbox } from "../integrations/support/facts.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { startRevoker } from "../integrations/support/revoker.ts";
import { listHeldGrants, waitUntilNothingHeld } from "../integrations/support/tables.ts";
import { createUser, type TestUser } from "../integrations/support/test-user.ts";
import { readSubscriptionRows, setWebhookEnabled, waitForSubscriptions } from "./support/world.ts";

beforeEach(resetWorld);

async function connectWithSubscription(provider: "gmail" | "calendar"): Promise<TestUser> {
  const user = await createUser();
  await connectAccount(user, provider);
  await setWebhookEnabled(user, provider, true);
  await waitForSubscriptions(user, "active");
  await getSandbox(provider).forgetRequests();
  return user;
}

const listRequests = async (provider: "gmail" | "calendar" | "figma") =>
  (await getSandbox(provider).requests())
    .filter(({ method }) => method !== "GET")
    .map(({ method, path, status }) => `${method} ${path} ${status}`);

test.each([
  ["gmail", "POST /gmail/v1/users/me/stop 204"],
  ["calendar", "POST /calendar/v3/channels/stop 204"],
] as const)("stops the channel of %s, and revokes its token afterwards", async (provider, stop) => {
  const user = await connectWithSubscription(provider);
  await user.delete(`/api/integrations/${provider}`);
  expect(await readSubscriptionRows(user)).toEqual([]);
  await waitUntilNothingHeld(user);
  expect(await listRequests(provider)).toEqual([stop, "POST /revoke 200"]);
});

test("renews a token that has expired, to stop the channel with it", async () => {
  const user = await connectWithSubscription("calendar");
  await getSandbox("calendar").expireTokens();
  await user.delete("/api/integrations/calendar");
  await waitUntilNothingHeld(user);
  const stops = (await listRequests("calendar")).filter((request) => request.includes("/stop"));
  expect(stops.at(-1)).toBe("POST /calendar/v3/channels/stop 204");
  expect((await listRequests("calendar")).at(-1)).toBe("POST /revoke 200");
});

test("deletes Figma's webhooks, which has no way to revoke", async () => {
  const user = await createUser();
  await connectAccount(user, "figma");
  await setWebhookEnabled(user, "figma", true, { teamId: "1001" });
  await waitForSubscriptions(user, ...Array<string>(5).fill("active"));
  await getSandbox("figma").forgetRequests();
  await user.delete("/api/integrations/figma");
  await waitUntilNothingHeld(user);
  expect((await listRequests("figma")).map((request) => request.replace(/\d+ /, "N "))).toEqual(
    Array<string>(5).fill("DELETE /v2/webhooks/N 200"),
  );
});

test("keeps the watch of a mailbox that another user has connected too", async () => {
  const [user, colleague] = [await connectWithSubscription("gmail"), await createUser("globex")];
  await setWebhookEnabled(colleague, "gmail", true);
  await connectAccount(colleague, "gmail");
  await waitForSubscriptions(colleague, "active");
  await getSandbox("gmail").forgetRequests();
  await user.delete("/api/integrations/gmail");
  await waitUntilNothingHeld(user);
  expect(await listRequests("gmail")).toEqual([]);
  await colleague.delete("/api/integrations/gmail");
  await waitUntilNothingHeld(colleague);
  expect(await listRequests("gmail")).toEqual(["POST /gmail/v1/users/me/stop 204", "POST /revoke 200"]);
});

test("keeps the watch of a mailbox when one of two no longer wants it", async () => {
  const [user, colleague] = [await connectWithSubscription("gmail"), await createUser("globex")];
  await setWebhookEnabled(colleague, "gmail", true);
  await connectAccount(colleague, "gmail");
  await waitForSubscriptions(colleague, "active");
  await getSandbox("gmail").forgetRequests();
  await setWebhookEnabled(user, "gmail", false);
  await waitForSubscriptions(user);
  expect(await listRequests("gmail")).toEqual([]);
});

test("revokes although the channel cannot be stopped for good", async () => {
  const user = await connectWithSubscription("calendar");
  await getSandbox("calendar").script({ path: "/calendar/v3/channels/stop", status: 400, body: {}, times: 9 });
  await user.delete("/api/integrations/calendar");
  await waitUntilNothingHeld(user);
  expect((await listRequests("calendar")).at(-1)).toBe("POST /revoke 200");
});

test("revokes only after the fourth attempt to stop", async () => {
  const user = await connectWithSubscription("calendar");
  await getSandbox("calendar").script({ path: "/calendar/v3/channels/stop", status: 503, times: 9 });
  await user.delete("/api/integrations/calendar");
  await expect.poll(() => listRequests("calendar")).toHaveLength(1);
  const [grantId = ""] = await listHeldGrants(user.sub);
  const job = await startRevoker();
  try {
    expect(await job.deliver(grantId, 2)).toBe("again");
    expect((await listRequests("calendar")).some((request) => request.includes("/revoke"))).toBe(false);
    expect(await job.deliver(grantId, 4)).toBe("done");
    expect((await listRequests("calendar")).at(-1)).toBe("POST /revoke 200");
  } finally {
    await job.stop();
  }
  expect(await listConnections(user)).toEqual([]);
});
