// How soon a page shows what comes over its socket: alone, or the other tests would be measured.
import type { WebSocketRoute } from "playwright-core";
import { expect, test } from "vitest";
import { deskOfFile } from "./browser.ts";
import { activity, richActivity } from "./canned-activity.ts";
import { richConnections } from "./canned-data.ts";

const desk = await deskOfFile();

test("shows hundreds that come at once without standing still", async () => {
  desk.preview.api.connections = richConnections();
  desk.preview.api.activity = richActivity();
  const opened: WebSocketRoute[] = [];
  const page = await desk.open("", {}, (context) =>
    context.routeWebSocket(/\/live$/, (socket) => {
      socket.onMessage(() => {});
      opened.push(socket);
    }),
  );
  await page.getByText("Live", { exact: true }).waitFor();
  const from = performance.now();
  for (let seq = 13; seq < 1013; seq += 1) {
    const frame = { seq, type: "activity", at: new Date().toISOString(), data: activity(seq) };
    opened.at(-1)?.send(JSON.stringify(frame));
  }
  await page.locator("[data-activity='1012']").waitFor();
  expect(performance.now() - from).toBeLessThan(8000);
  const titles = await page.locator(".activity-title").allInnerTexts();
  expect(titles.slice(0, 2)).toEqual(["Message 1012", "Message 1011"]);
});
