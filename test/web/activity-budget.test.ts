// How soon a page shows what comes over its socket: alone, or the other tests would be measured.
import { expect, test } from "vitest";
import { createManyActivities } from "./canned-activity.ts";
import { createManyConnections } from "./canned-data.ts";
import { openWithSocket } from "./socket-server.ts";
import { useTestPage } from "./test-page.ts";

const desk = await useTestPage();

test("shows hundreds that come at once without standing still", async () => {
  desk.preview.api.connections = createManyConnections();
  desk.preview.api.activity = createManyActivities();
  const { page, far } = await openWithSocket(desk);
  const from = performance.now();
  for (let seq = 13; seq < 1013; seq += 1) far.frame(seq);
  await page.locator("[data-activity='1012']").waitFor();
  expect(performance.now() - from).toBeLessThan(8000);
  const titles = await page.locator(".activity-title").allInnerTexts();
  expect(titles.slice(0, 2)).toEqual(["Message 1012", "Message 1011"]);
});
