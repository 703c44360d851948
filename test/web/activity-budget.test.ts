// Measures how soon the page shows what arrives over its socket. Budget tests run alone, so that other tests do not
// slow them down.
import { expect, test } from "vitest";
import { createManyActivities } from "./canned-activity.ts";
import { createManyConnections } from "./canned-data.ts";
import { openWithSocket } from "./socket-server.ts";
import { useTestPage } from "./test-page.ts";

const testPage = await useTestPage();

test("shows a thousand activities that arrive at once within eight seconds", async () => {
  testPage.preview.api.connections = createManyConnections();
  testPage.preview.api.activity = createManyActivities();
  const { page, server } = await openWithSocket(testPage);
  const from = performance.now();
  for (let seq = 13; seq < 1013; seq += 1) server.sendFrame(seq);
  await page.locator("[data-activity='1012']").waitFor();
  expect(performance.now() - from).toBeLessThan(8000);
  const titles = await page.locator(".activity-title").allInnerTexts();
  expect(titles.slice(0, 2)).toEqual(["Message 1012", "Message 1011"]);
});
