// Each part of the administrators' page, with data in it, in all looks.
import type { BrowserContextOptions } from "playwright-core";
import { beforeEach, expect, test } from "vitest";
import { findViolations } from "../panel-page.ts";
import { useTestPage } from "../test-page.ts";
import { openAdmin } from "./admin-visit.ts";
import { createManyAdminConnections, createManyEntries, createManyKept } from "./canned-accounts.ts";
import { createManyChannels, createManyDeliveries } from "./canned-admin.ts";
import { createAnalytics } from "./canned-counts.ts";
import { createFinishedDeletion, deletionId } from "./canned-deletion.ts";

const testPage = await useTestPage();

beforeEach(() => {
  const { admin } = testPage.preview.api;
  admin.analytics = createAnalytics();
  admin.deliveries = createManyDeliveries();
  admin.channels = createManyChannels();
  admin.connections = createManyAdminConnections();
  admin.kept = createManyKept();
  admin.deletion = createFinishedDeletion();
  admin.entries = createManyEntries();
});

const looks: readonly (readonly [string, BrowserContextOptions])[] = [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["narrow", { viewport: { width: 320, height: 700 } }],
  ["in forced colours", { forcedColors: "active" }],
];

/** Where each part is, and what is there once it is loaded. */
const parts = [
  ["?view=overview", "rate limited"],
  ["?view=connections", "cleo-globex"],
  ["?view=connections&id=c-2", "messages:INBOX"],
  ["?view=deletion", "It cannot be undone."],
  [`?view=deletion&id=${deletionId}`, "Connected accounts"],
  ["?view=audit", "refresh-tokens"],
  ["?view=deliveries&provider=slack", "provider unavailable"],
  ["?view=channels&user=ada", "Failed 3 times in a row"],
] as const;

const cases = parts.flatMap(([at, text]) => looks.map(([name, options]) => ({ at, text, name, options })));

test.each(cases)("has no violation and does not scroll sideways: $at, $name", async ({ at, text, options }) => {
  const page = await openAdmin(testPage, at, "finn", options);
  await page.getByText(text).first().waitFor();
  expect(await findViolations(page)).toEqual([]);
  expect(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")).toBe(0);
  expect(testPage.browserErrors).toEqual([]);
});
