// What privacy laws ask for through Shopify: rows are really gone, and exports are for the stage's administrators.
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import * as z from "zod";
import { toItem } from "../../../lib/store/item.ts";
import { tenantOwner } from "../../../lib/store/owner.ts";
import { key } from "../../../lib/store/table.ts";
import { listRows } from "../../integrations/support/tables.ts";
import { createUser, type TestUser } from "../../integrations/support/test-user.ts";
import { setWebhookEnabled, waitForSubscriptions } from "../../subscriptions/support/world.ts";
import { asUser } from "../../support/api.ts";
import { dynamodb, tableName } from "../../support/aws.ts";
import { connectShop, createShopName, listTitles, pushShopEvent, readShop, readStatus } from "./support/shop.ts";

const tables = ["connections", "transient", "deliveries", "feed"] as const;

/** A shop with an activity about each of two customers. */
async function connectWithActivities(): Promise<{ name: string; user: TestUser }> {
  const name = createShopName();
  const user = await createUser();
  await setWebhookEnabled(user, "shopify", true);
  await connectShop(name, user);
  await waitForSubscriptions(user, "active", "active", "active");
  await pushShopEvent(name, "customers/update", { customer: 7001 });
  await pushShopEvent(name, "customers/update", { customer: 7003 });
  await expect.poll(() => listTitles(user)).toHaveLength(2);
  return { name, user };
}

/** The rows of all tables that contain a text, and that belong to the user. */
async function scanFor(user: TestUser, text: string): Promise<string[]> {
  const all = await Promise.all(tables.map((table) => listRows(table)));
  return all
    .flat()
    .map((row) => JSON.stringify(row))
    .filter((row) => row.includes(user.sub) && row.includes(text));
}

/** What a lookup by phone left for the tenant. */
async function writeKeptCustomer(): Promise<void> {
  const row = { content: Buffer.from("sealed"), asked: "asked", expiresAt: 9e9, ttl: 9e9 };
  const Item = { ...key.customer(tenantOwner("acme"), "hash"), ...toItem(row) };
  await dynamodb().send(new PutItemCommand({ TableName: tableName("transient"), Item }));
}

const admin = () => asUser({ sub: `admin-${crypto.randomUUID()}`, org: "acme", role: "stage-admin" });

async function listExports(shop: number) {
  const { json } = await (await admin()).get("/api/admin/data-exports?provider=shopify");
  const exports = z
    .object({ exports: z.array(z.looseObject({ id: z.string(), account: z.string() })) })
    .parse(json).exports;
  return exports.filter(({ account }) => account === String(shop));
}

test("a customer's redaction deletes what is kept of that customer, and of nobody else", async () => {
  const { name, user } = await connectWithActivities();
  expect((await scanFor(user, "Grace")).length).toBeGreaterThan(0);
  await writeKeptCustomer();
  expect(await pushShopEvent(name, "customers/redact", { customer: 7001 })).toEqual([200]);
  await expect.poll(() => listTitles(user)).toEqual(["Zoë D'Arcy was changed"]);
  await expect.poll(() => scanFor(user, "Grace")).toEqual([]);
  expect((await scanFor(user, "D'Arcy")).length).toBeGreaterThan(0);
  expect(await listRows("transient", "customers#t%23acme")).toEqual([]);
});

test("nothing of a customer but an id is ever queued, or kept in the log of deliveries", async () => {
  const rows = JSON.stringify(await listRows("deliveries"), (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value,
  );
  expect(rows).toContain("customers/update");
  // A whole word: hashes in base64 contain every three letters.
  expect(rows).not.toMatch(/grace|hopper|\bzo[eë]\b|\+1415555/i);
});

test("a request for data makes a sealed export that administrators of the stage read, and each reading is audited", async () => {
  const { name } = await connectWithActivities();
  const { id: shop } = await readShop(name);
  expect(await pushShopEvent(name, "customers/data_request", { customer: 7001 })).toEqual([200]);
  await expect.poll(() => listExports(shop)).toHaveLength(1);
  const [found] = await listExports(shop);
  const reader = await admin();
  const { status, json } = await reader.get(`/api/admin/data-exports/shopify/${found?.id}`);
  expect([status, json]).toEqual([
    200,
    expect.objectContaining({
      subject: "7001",
      content: expect.objectContaining({
        shop: `${name}.myshopify.com`,
        kept: [
          expect.objectContaining({
            title: "Grace Hopper was changed",
            source: expect.objectContaining({ id: "7001" }),
          }),
        ],
      }),
    }),
  ]);
  const stored = JSON.stringify(await listRows("transient", "export#"), (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value,
  );
  expect(stored).not.toContain("Grace");
  const audits = (await listRows("audit")).filter(
    (row) => row.action === "data_export_read" && row.dataExport === found?.id,
  );
  expect(audits).toHaveLength(1);
  const tenantAdmin = await asUser({ sub: "tenant-admin", org: "acme", role: "admin" });
  for (const path of ["?provider=shopify", `/shopify/${found?.id}`])
    expect((await tenantAdmin.get(`/api/admin/data-exports${path}`)).status).toBe(403);
  expect((await reader.get("/api/admin/data-exports/shopify/1-1")).status).toBe(404);
  await pushShopEvent(name, "customers/redact", { customer: 7001 });
  await expect.poll(() => listExports(shop)).toEqual([]);
});

test("a shop's redaction deletes everything of it, once the app is really gone", async () => {
  const { name, user } = await connectWithActivities();
  expect(await pushShopEvent(name, "app/uninstalled")).toEqual([200]);
  await expect.poll(() => readStatus(user)).toBe("disconnected");
  expect(await pushShopEvent(name, "shop/redact")).toEqual([200]);
  await expect.poll(() => readStatus(user)).toBeUndefined();
  await expect.poll(() => scanFor(user, "Grace"), { timeout: 20_000 }).toEqual([]);
  expect(await scanFor(user, "D'Arcy")).toEqual([]);
  expect(
    (await listRows("connections")).filter(({ user: owner, sk }) => owner === user.sub && sk.includes("shopify#")),
  ).toEqual([]);
});

test("a shop's redaction leaves a shop alone that is connected again", async () => {
  const { name, user } = await connectWithActivities();
  await pushShopEvent(name, "app/uninstalled");
  await expect.poll(() => readStatus(user)).toBe("disconnected");
  await connectShop(name, user);
  expect(await pushShopEvent(name, "shop/redact")).toEqual([200]);
  await expect
    .poll(async () =>
      (await listRows("deliveries")).some(({ kind, status }) => kind === "shop/redact" && status === "processed"),
    )
    .toBe(true);
  expect([await readStatus(user), (await listTitles(user)).length]).toEqual(["connected", 2]);
});
