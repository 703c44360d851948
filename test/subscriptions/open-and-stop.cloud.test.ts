import { beforeEach, describe, expect, test } from "vitest";
import { connectAccount } from "../integrations/support/connections.ts";
import { getSandbox } from "../integrations/support/facts.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { createUser } from "../integrations/support/test-user.ts";
import { readSubscriptionRows, setWebhookEnabled, waitForSubscriptions } from "./support/world.ts";

beforeEach(resetWorld);

const calls = {
  gmail: { open: "/gmail/v1/users/me/watch", stop: "/gmail/v1/users/me/stop", settings: {}, count: 1 },
  calendar: {
    open: "/calendar/v3/calendars/primary/events/watch",
    stop: "/calendar/v3/channels/stop",
    settings: {},
    count: 1,
  },
  figma: { open: "/v2/webhooks", stop: "/v2/webhooks/", settings: { teamId: "1001" }, count: 5 },
} as const;

describe.each(["gmail", "calendar", "figma"] as const)("%s", (provider) => {
  const { open, stop, settings, count } = calls[provider];
  const active = Array<string>(count).fill("active");
  const listOpenRequests = async () =>
    (await getSandbox(provider).requests(open)).filter(({ path, method }) => path === open && method === "POST");

  test("opens its channels when they are wanted, and stops them when they no longer are", async () => {
    const user = await createUser();
    await connectAccount(user, provider);
    await setWebhookEnabled(user, provider, true, settings);
    await waitForSubscriptions(user, ...active);
    expect((await listOpenRequests()).map(({ status = 0 }) => status > 0 && status < 300)).toEqual(
      Array(count).fill(true),
    );
    await setWebhookEnabled(user, provider, false, settings);
    await waitForSubscriptions(user);
    const stops = (await getSandbox(provider).requests(stop)).filter(({ method }) => method !== "GET");
    expect(stops.map(({ status = 0 }) => status > 0 && status < 300)).toEqual(Array(count).fill(true));
  });

  test("opens its channels at connecting when settings wanted them before", async () => {
    const user = await createUser();
    await setWebhookEnabled(user, provider, true, settings);
    await connectAccount(user, provider);
    await waitForSubscriptions(user, ...active);
    expect(await listOpenRequests()).toHaveLength(count);
  });

  test("opens none unless they are wanted", async () => {
    const user = await createUser();
    await connectAccount(user, provider);
    await setWebhookEnabled(user, provider, false, settings);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect([await listOpenRequests(), await readSubscriptionRows(user)]).toEqual([[], []]);
  });
});
