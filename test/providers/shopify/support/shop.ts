// A user whose shop is connected, and what happens in that shop at the sandbox.
import * as z from "zod";
import { createUser, type TestUser } from "../../../integrations/support/test-user.ts";
import { cloud } from "../../../support/cloud.ts";
import { sendControl } from "../../../support/control.ts";
import { giveConsent, startFlow } from "../../../support/flow.ts";
import { sandbox } from "../../../support/sandbox.ts";

const shops = z.array(
  z.object({
    host: z.string(),
    id: z.number(),
    subscriptions: z.array(z.object({ topic: z.string(), uri: z.url() })),
    customers: z.array(z.object({ id: z.number(), note: z.string().nullable() })),
  }),
);
export type Shop = z.output<typeof shops>[number];

export const createShopName = (): string => `shop-${crypto.randomUUID()}`;

/** Connects a shop for a user. @param user a new one unless given */
export async function connectShop(shop: string, user?: TestUser): Promise<TestUser> {
  const person = user ?? (await createUser());
  const url = await startFlow(person, "shopify", { params: JSON.stringify({ shop }) });
  const { location } = await person.visit(await giveConsent(url));
  if (location?.searchParams.get("status") !== "success") throw new Error(`The flow ended at ${location?.href}`);
  return person;
}

/** The shop as the sandbox has it. */
export async function readShop(name: string): Promise<Shop> {
  const all = shops.parse(await sendControl(`${cloud().sandbox.shopify}/_sandbox/shops`));
  const found = all.find(({ host }) => host === `${name}.myshopify.com`);
  if (found === undefined) throw new Error(`Nothing has happened in the shop ${name}.`);
  return found;
}

const delivery = z.object({ body: z.string(), attempts: z.array(z.object({ status: z.number().nullable() })) });

/** Makes something happen in a shop. @returns the statuses that its deliveries were answered with */
export async function pushShopEvent(shop: string, event: string, more: object = {}): Promise<(number | null)[]> {
  const sent = z.array(delivery).parse(await sandbox("shopify").push({ event, shop, ...more }));
  return sent.flatMap(({ attempts }) => attempts.map(({ status }) => status));
}

export async function listTitles(user: TestUser): Promise<string[]> {
  const { json } = await user.get("/api/v1/activity?provider=shopify");
  return z
    .object({ items: z.array(z.object({ title: z.string() })) })
    .parse(json)
    .items.map(({ title }) => title);
}

export async function readStatus(user: TestUser): Promise<string | undefined> {
  const { json } = await user.get("/api/integrations");
  const found = z
    .object({ integrations: z.array(z.looseObject({ provider: z.string(), status: z.string() })) })
    .parse(json);
  return found.integrations.find(({ provider }) => provider === "shopify")?.status;
}
