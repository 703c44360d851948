// A shop from connecting it to removing the app: on the deployed cloud, against the sandbox.
import { expect, test } from "vitest";
import { getConnectionId } from "../../integrations/support/connections.ts";
import { createUser } from "../../integrations/support/test-user.ts";
import { readSubscriptionRows, setWebhookEnabled, waitForSubscriptions } from "../../subscriptions/support/world.ts";
import { createBrowser } from "../../support/api.ts";
import { giveConsent, startFlow } from "../../support/flow.ts";
import { sandbox } from "../../support/sandbox.ts";
import { startWorker } from "../../webhooks/support/provider-worker.ts";
import { connectShop, createShopName, listTitles, pushShopEvent, readShop, readStatus } from "./support/shop.ts";

test.each(["", "evil.example.com", "acme.myshopify.com.evil.com", "acme.myshopify.com:8443", "a b"])(
  "a flow with the shop %j is refused before anything is asked",
  async (shop) => {
    const user = await createUser();
    const answer = await user.get(
      `/api/integrations/shopify/auth?${new URLSearchParams({ params: JSON.stringify({ shop }) })}`,
    );
    expect([answer.status, answer.json]).toEqual([
      400,
      expect.objectContaining({ code: "invalid_request", detail: expect.stringMatching(/^params\.shop: /) }),
    ]);
  },
);

test("a callback whose parameters were changed redeems no code", async () => {
  const user = await createUser();
  const shop = createShopName();
  const back = await giveConsent(await startFlow(user, "shopify", { params: JSON.stringify({ shop }) }));
  back.searchParams.set("shop", "another.myshopify.com");
  const { location } = await user.visit(back);
  expect([location?.searchParams.get("status"), location?.searchParams.get("error")]).toEqual([
    "error",
    "provider_error",
  ]);
  expect(await sandbox("shopify").requests(`/${shop}.myshopify.com/admin/oauth/access_token`)).toEqual([]);
});

test("a shop's tokens expire and are asked for as such, and its customers' changes become activities", async () => {
  const name = createShopName();
  const user = await createUser();
  await setWebhookEnabled(user, "shopify", true);
  await connectShop(name, user);
  await waitForSubscriptions(user, "active", "active", "active");
  const [redeemed] = await sandbox("shopify").requests(`/${name}.myshopify.com/admin/oauth/access_token`);
  expect(new URLSearchParams(redeemed?.body).get("expiring")).toBe("1");
  expect(
    (await readShop(name)).subscriptions.map(({ topic, uri }) => [
      topic,
      new URL(uri).pathname,
      [...new URL(uri).searchParams.keys()],
    ]),
  ).toEqual(
    ["CUSTOMERS_CREATE", "CUSTOMERS_UPDATE", "CUSTOMERS_DELETE"].map((topic) => [
      topic,
      "/api/integrations/shopify/webhook",
      ["token"],
    ]),
  );
  expect(await pushShopEvent(name, "customers/update")).toEqual([200]);
  await expect.poll(() => listTitles(user)).toEqual(["Grace Hopper was changed"]);
  expect(await pushShopEvent(name, "customers/delete", { customer: 7002 })).toEqual([200]);
  await expect.poll(() => listTitles(user)).toContain("A customer was deleted");
  await setWebhookEnabled(user, "shopify", false);
  await waitForSubscriptions(user);
  expect((await readShop(name)).subscriptions).toEqual([]);
});

test("a genuine body under another topic or shop does nothing", async () => {
  const name = createShopName();
  const user = await connectShop(name);
  for (const forge of ["topic", "shop"])
    expect(await pushShopEvent(name, "app/uninstalled", { forge, stale: true })).toEqual([200]);
  expect(await pushShopEvent(name, "app/uninstalled", { forge: "signature", retry: false })).toEqual([401]);
  expect(await readStatus(user)).toBe("connected");
});

test("an uninstall ends the shop's connections once Shopify confirms it, and a replay of it ends nothing that lives", async () => {
  const [name, other] = [createShopName(), createShopName()];
  const [user, colleague] = [await connectShop(name), await connectShop(name)];
  const neighbour = await connectShop(other);
  // A replay of another minute: the same body within a minute is the same event.
  const shopify = await startWorker("shopify");
  const { id } = await readShop(name);
  const replay = { headers: { "x-shopify-topic": "app/uninstalled" }, receivedAt: Date.now() + 120_000 };
  expect(await shopify.take({ id, myshopify_domain: `${name}.myshopify.com` }, replay)).toBe("processed");
  expect(await readStatus(user)).toBe("connected");
  expect(await pushShopEvent(name, "app/uninstalled")).toEqual([200]);
  await expect
    .poll(() => Promise.all([readStatus(user), readStatus(colleague)]))
    .toEqual(["disconnected", "disconnected"]);
  expect(await readStatus(neighbour)).toBe("connected");
});

test("disconnecting removes the app from the shop with the last of its connections", async () => {
  const name = createShopName();
  const [user, colleague] = [await connectShop(name), await connectShop(name)];
  // The other token is dead by then.
  const removals = async () =>
    (await sandbox("shopify").requests(`/${name}.myshopify.com/admin/api_permissions/`)).filter(
      ({ status }) => status === 200,
    );
  await user.delete("/api/integrations/shopify");
  await expect.poll(() => readStatus(user)).toBeUndefined();
  expect(await getConnectionId(colleague, name)).toEqual(expect.any(String));
  await colleague.delete("/api/integrations/shopify");
  await expect.poll(removals).toHaveLength(1);
});

test("a stranger's token in a shop's address is refused", async () => {
  const name = createShopName();
  const user = await createUser();
  await setWebhookEnabled(user, "shopify", true);
  await connectShop(name, user);
  await waitForSubscriptions(user, "active", "active", "active");
  const [webhook] = (await readShop(name)).subscriptions;
  const [row] = await readSubscriptionRows(user);
  const url = new URL(webhook?.uri ?? "");
  url.searchParams.set("token", (url.searchParams.get("token") ?? "").replace(row?.connection ?? "", "A".repeat(22)));
  expect((await createBrowser().post(url, {})).status).toBe(401);
  expect(await pushShopEvent(name, "customers/update", { url: url.href, retry: false })).toEqual([401]);
});
