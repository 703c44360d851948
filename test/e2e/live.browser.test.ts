// From a message in Slack to the open page of a user who may see it.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { sandbox } from "../support/sandbox.ts";
import { closeSockets } from "../support/sockets.ts";
import { watchForText } from "../web/panel-page.ts";
import { disconnectEverybody, openBrowser, people } from "./stage.ts";
import { activities, openWatchingPage } from "./watching.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(disconnectEverybody);

test("a message delivered five times shows up once, with what it asks for, for the right user", async () => {
  const ada = await openWatchingPage(browser, "ada", "Ada in Acme");
  const cleo = await openWatchingPage(browser, "cleo", "Cleo in Globex");
  const text = "Ada, could you review the pricing page by Friday?";
  await sandbox("slack").push({
    event: "message",
    text,
    channel: "releases",
    from: "ben",
    workspace: "acme",
    times: 5,
  });
  await activities(ada, text).first().waitFor();
  await activities(ada, text).locator(".actions-asked").getByText("review the pricing page").waitFor();
  await ada.waitForTimeout(1500);
  expect(await activities(ada, text).count()).toBe(1);
  expect(await cleo.locator("[data-activity]").count()).toBe(0);
  for (const page of [ada, cleo]) await page.context().close();
});

test("a private channel's message does not reach a co-worker who is not in it", async () => {
  const ada = await openWatchingPage(browser, "ada", "Ada in Acme");
  const ben = await openWatchingPage(browser, "ben", "Ben in Acme");
  await sandbox("slack").push({ event: "message", text: "Between us", channel: "leadership", workspace: "acme" });
  await sandbox("slack").push({ event: "message", text: "For everybody", channel: "releases", workspace: "acme" });
  await activities(ada, "Between us").waitFor();
  await activities(ben, "For everybody").waitFor();
  expect(await activities(ben, "Between us").count()).toBe(0);
  for (const page of [ada, ben]) await page.context().close();
});

test("a dropped socket catches up", async () => {
  const ada = await openWatchingPage(browser, "ada", "Ada in Acme");
  const offline = await watchForText(ada, "Offline, trying again");
  expect(await closeSockets(people.ada)).toBe(1);
  await offline();
  await sandbox("slack").push({
    event: "message",
    text: "While you were away",
    channel: "releases",
    workspace: "acme",
  });
  await activities(ada, "While you were away").waitFor();
  await ada.getByText("Live", { exact: true }).waitFor();
  expect(await activities(ada, "While you were away").count()).toBe(1);
  await ada.context().close();
});
