// The panels of GitHub, Gmail and Calendar: lists that are loaded page by page.
import { expect, test } from "vitest";
import { createProblemReply } from "./canned-api.ts";
import { hasFocus, listRequests, openPanel } from "./panel-page.ts";
import { useTestPage } from "./test-page.ts";

const testPage = await useTestPage();

const repositories = "/api/integrations/github/repositories";
const issues = `${repositories}/acme/site/issues`;

test("shows repositories page by page to the end", async () => {
  const { card } = await openPanel(testPage, "github");
  await card.getByText("acme/site").waitFor();
  expect(await card.locator(".row").count()).toBe(30);
  await card.getByRole("button", { name: "Show more" }).click();
  await expect.poll(() => card.locator(".row").count()).toBe(34);
  expect(await card.getByRole("button", { name: "Show more" }).count()).toBe(0);
  expect(listRequests(testPage, "GET", repositories).map(({ query }) => query.pageToken)).toEqual([undefined, "30"]);
});

test("keeps the list when the next page fails, and tries again", async () => {
  const { card } = await openPanel(testPage, "github");
  await card.getByText("acme/site").waitFor();
  testPage.preview.api.replies.set(
    `GET ${repositories}`,
    createProblemReply(502, "provider_error", "The provider refused"),
  );
  await card.getByRole("button", { name: "Show more" }).click();
  await card.getByText("GitHub refused this.").waitFor();
  expect(await card.locator(".row").count()).toBe(30);
  testPage.preview.api.replies.clear();
  await card.getByRole("button", { name: "Retry" }).click();
  await expect.poll(() => card.locator(".row").count()).toBe(34);
});

test("opens a repository's issues, creates one, and goes back by keyboard", async () => {
  const { page, card } = await openPanel(testPage, "github");
  const row = card.getByRole("button", { name: /^acme\/site/ });
  await row.focus();
  await page.keyboard.press("Enter");
  await card.getByText("The price table is cut off").waitFor();
  expect(await card.getByRole("link", { name: "Open issue 12 on GitHub" }).getAttribute("href")).toBe(
    "https://github.example/acme/site/issues/12",
  );
  await card.getByLabel("Title of a new issue").fill("One more thing");
  await page.keyboard.press("Enter");
  await card.getByText("Issue #99 is created.").waitFor();
  expect(await card.locator(".pane:not([hidden]) .row .strong").first().innerText()).toBe("One more thing");
  const [created] = listRequests(testPage, "POST", issues);
  expect([created?.body, created?.query]).toEqual([{ title: "One more thing" }, { account: "github-ada" }]);
  expect(created?.key).toMatch(/^[\w-]{36}$/);
  await card.getByRole("button", { name: "Back" }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => hasFocus(row)).toBe(true);
});

test("says so when a repository has no open issues", async () => {
  testPage.preview.api.holdings.issues = [];
  const { card } = await openPanel(testPage, "github");
  await card.getByRole("button", { name: /^acme\/site/ }).click();
  await card.getByText("No open issues").waitFor();
});

test("shows the latest mail with its sender, marks what is unread, and reads one as plain text", async () => {
  const { page, card } = await openPanel(testPage, "gmail");
  await card.getByText("Ben Bitdiddle (unread)").waitFor();
  await card.getByText("(no subject)").waitFor();
  testPage.preview.api.holdings.mails[0] = {
    ...testPage.preview.api.holdings.mails[0],
    body: "<img src=x onerror=alert(1)> & more",
  } as (typeof testPage.preview.api.holdings.mails)[0];
  await card.getByRole("button", { name: /Pricing page/ }).click();
  await card.getByText("<img src=x onerror=alert(1)> & more").waitFor();
  expect(await page.locator(".mail-text img").count()).toBe(0);
  expect(listRequests(testPage, "GET", "/api/v2/gmail/messages/m1")[0]?.query).toEqual({ account: "gmail-ada" });
  await card.getByRole("button", { name: "Back" }).click();
  await card.getByRole("button", { name: "Show more" }).click();
  await expect.poll(() => card.locator(".row").count()).toBe(14);
});

test("shows the next events by day, all-day events first", async () => {
  const { card } = await openPanel(testPage, "calendar");
  await card.getByRole("heading", { name: /^Today/ }).waitFor();
  await card.getByRole("heading", { name: /^Tomorrow/ }).waitFor();
  expect(await card.getByText("All day").count()).toBe(2);
  await card.getByText("10:00 – 11:30 · Room 4 · 2 guests").waitFor();
  await card.getByText("(no title)").waitFor();
  const [request] = listRequests(testPage, "GET", "/api/v2/calendar/events");
  expect(Math.abs(Date.parse(request?.query.timeMin ?? "") - Date.now())).toBeLessThan(60_000);
});

test("requests the next page of events with the query of the first", async () => {
  const { events } = testPage.preview.api.holdings;
  testPage.preview.api.holdings.events = Array.from({ length: 30 }, (_, index) => ({ ...events[1], id: `e${index}` }));
  const { card } = await openPanel(testPage, "calendar");
  await card.getByRole("button", { name: "Show more" }).click();
  await expect.poll(() => card.locator(".row").count()).toBe(30);
  const [first, second] = listRequests(testPage, "GET", "/api/v2/calendar/events");
  expect(second?.query).toEqual({ ...first?.query, pageToken: "25" });
});
