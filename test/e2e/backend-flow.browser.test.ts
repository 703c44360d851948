// A backend begins a flow; its user's browser ends at the page that confirms.
import { randomUUID } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { asService, beginFlow, readStatus, readToken } from "../broker/support/services.ts";
import { cloud } from "../support/cloud.ts";
import { approve, disconnectEverybody, openBrowser, openSignedIn, providerCard } from "./stage.ts";

let chromium: Browser;
beforeAll(async () => {
  chromium = await openBrowser();
  await disconnectEverybody();
});
afterAll(() => chromium.close());

test("a flow that a backend begins waits for its user, whose page confirms it", async () => {
  const service = await asService();
  const named = { userId: "ada", integrationId: `design-${randomUUID()}` };
  const page = await openSignedIn(chromium, "ada");
  const visited: string[] = [];
  page.on("framenavigated", (frame) => visited.push(frame.url()));
  page.on("response", (response) => visited.push(response.url()));
  await page.goto((await beginFlow(service, { ...named, provider: "figma" })).href);
  await approve(page);
  await providerCard(page, "figma").locator("[data-account]").waitFor();
  expect(visited.filter((url) => new URL(url).pathname === "/integrations/error")).toHaveLength(1);
  const waiting = visited.find((url) => url.includes("error=confirm_required")) ?? "";
  expect(new URL(waiting).searchParams.get("integration_id")).toBe(named.integrationId);
  // The page has taken the handle out of its address.
  expect([page.url().startsWith(cloud().origin), page.url().includes("handle")]).toEqual([true, false]);
  await vi.waitFor(async () => expect((await readStatus(service, named)).json).toMatchObject({ connected: true }));
  expect((await readToken(service, named)).status).toBe(200);
  await page.context().close();
});
