import { readFile } from "node:fs/promises";
import type { BrowserContextOptions } from "playwright-core";
import { beforeEach, expect, test } from "vitest";
import { createProblemReply } from "./canned-api.ts";
import { createManyConnections } from "./canned-data.ts";
import { askedPath, createAnswer, createLargeAnswer, offerQuestions } from "./canned-questions.ts";
import { findViolations, hasFocus, listRequests } from "./panel-page.ts";
import { useTestPage } from "./test-page.ts";

const testPage = await useTestPage({ questions: ["users", "projects", "activity"] });
const { api } = testPage.preview;
beforeEach(() => {
  api.connections = createManyConnections();
  offerQuestions(api);
  api.replies.set(askedPath, { body: createAnswer() });
});

async function openPanel(options: BrowserContextOptions = {}) {
  const page = await testPage.open("", options);
  const panel = page.getByRole("region", { name: "Ask your data" });
  const field = panel.getByLabel("Your question");
  await field.waitFor();
  return { page, panel, field };
}

const listQuestions = () => listRequests(testPage, "POST", "/api/mcp/query").map(({ body }) => body);
const couldNotAnswer = createProblemReply(422, "could_not_answer", "This question could not be answered", {
  detail: "It was not understood.",
});

test("asks by keyboard alone and shows rows, head and SQL", async () => {
  const { page, panel, field } = await openPanel();
  await field.focus();
  await page.keyboard.type("  who is new? ");
  await page.keyboard.press("Enter");
  await panel.getByRole("table").waitFor();
  expect(listQuestions()).toEqual([{ query: "who is new?" }]);
  const heads = await panel.getByRole("columnheader").allInnerTexts();
  expect(heads).toEqual(["id", "name", "created_at", "joined_on", "balance", "is_admin"]);
  const cells = await panel.getByRole("row").nth(1).getByRole("cell").allInnerTexts();
  expect(cells).toEqual(["12345", "李小龙", "29 Nov 2026, 16:04", "29 Nov 2026", "-1234.50", "yes"]);
  expect(await panel.getByRole("row").nth(2).getByRole("cell").nth(4).innerText()).toBe("–");
  await panel.getByText("2 rows · read 3 minutes ago · times in UTC").waitFor();
  expect(await hasFocus(field)).toBe(true);
  expect(await panel.getByText("FROM users").isVisible()).toBe(false);
  await panel.getByText("How this was read").click();
  expect(await panel.locator("pre").innerText()).toBe(createAnswer().sql);
});

test("says to a screen reader that it looks for the answer, and how large it is", async () => {
  let answer = () => {};
  api.replies.set(askedPath, { body: createAnswer(), until: new Promise<void>((resolve) => (answer = resolve)) });
  const { panel, field } = await openPanel();
  await field.fill("who is new?");
  await field.press("Enter");
  await panel.getByRole("status").getByText("Looking for the answer").waitFor({ state: "attached" });
  expect(await panel.getByRole("button", { name: "Ask" }).getAttribute("aria-busy")).toBe("true");
  await field.press("Enter");
  answer();
  await panel.getByText("The answer has 2 rows.").waitFor({ state: "attached" });
  expect(listQuestions()).toHaveLength(1);
});

test("suggests what the stage can answer, and asks it at a press", async () => {
  const { panel, field } = await openPanel();
  const suggestions = await panel.getByRole("listitem").allInnerTexts();
  expect(suggestions).toContain("Most active projects in the last 30 days");
  expect(suggestions).not.toContain("Projects with more than 5 members");
  await panel.getByRole("button", { name: "Recent projects" }).click();
  await panel.getByRole("table").waitFor();
  expect(await field.inputValue()).toBe("Recent projects");
  expect(listQuestions()).toEqual([{ query: "Recent projects" }]);
});

test("sends no empty question", async () => {
  const { panel, field } = await openPanel();
  await field.fill("   ");
  await panel.getByRole("button", { name: "Ask" }).click();
  await expect.poll(() => hasFocus(field)).toBe(true);
  expect(listQuestions()).toEqual([]);
});

test("aligns numbers at their end, and leaves texts at their start", async () => {
  const { panel, field } = await openPanel();
  await field.fill("all");
  await field.press("Enter");
  const cells = panel.getByRole("row").nth(1).getByRole("cell");
  const readAlign = (index: number) =>
    cells.nth(index).evaluate((cell) => cell.ownerDocument.defaultView?.getComputedStyle(cell).textAlign);
  expect(await Promise.all([0, 1, 4].map(readAlign))).toEqual(["end", "start", "end"]);
});

test.each([360, 1280])("scrolls a large answer in its own box in a window %i pixels wide", async (width) => {
  api.replies.set(askedPath, { body: createLargeAnswer() });
  const { page, panel, field } = await openPanel({ viewport: { width, height: 800 } });
  await field.fill("everything");
  await field.press("Enter");
  const box = panel.getByRole("region", { name: "Rows of the answer" });
  await box.waitFor();
  await panel.getByText("There are more. These are the first 120").waitFor();
  expect(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")).toBe(0);
  const head = panel.getByRole("columnheader").first();
  const readTop = async () => ((await head.boundingBox())?.y ?? 0) - ((await box.boundingBox())?.y ?? 0);
  const before = await readTop();
  await box.focus();
  await page.keyboard.press("End");
  await expect.poll(() => box.evaluate((element) => element.scrollTop)).toBeGreaterThan(1000);
  expect(await readTop()).toBe(before);
});

test("says what can be asked where a question was not understood", async () => {
  api.replies.set(askedPath, couldNotAnswer);
  const { panel, field } = await openPanel();
  await field.fill("why?");
  await field.press("Enter");
  await panel.getByRole("alert").getByText("It was not understood.").waitFor();
  await panel.getByText("You can ask, for example").waitFor();
  expect(await panel.getByRole("button", { name: /^Retry/ }).count()).toBe(0);
  api.replies.set(askedPath, { body: createAnswer() });
  await panel.getByRole("button", { name: "Recent projects" }).click();
  await panel.getByRole("table").waitFor();
  expect(await panel.getByRole("alert").count()).toBe(0);
});

test("counts down after too many questions, and asks the same again", async () => {
  api.replies.set(askedPath, {
    ...createProblemReply(429, "rate_limited", "Too many requests"),
    headers: { "retry-after": "30" },
  });
  const { page, panel, field } = await openPanel();
  await page.clock.install();
  await field.fill("recent projects");
  await field.press("Enter");
  const retry = panel.getByRole("button", { name: /^Retry/ });
  await expect.poll(() => retry.innerText()).toMatch(/^Retry in \d+ s$/);
  await retry.dispatchEvent("click");
  expect(listQuestions()).toHaveLength(1);
  api.replies.set(askedPath, { body: createAnswer() });
  await page.clock.runFor(31_000);
  await retry.click();
  await panel.getByRole("table").waitFor();
  expect(listQuestions()).toEqual([{ query: "recent projects" }, { query: "recent projects" }]);
});

test("shows that questions were switched off meanwhile", async () => {
  const detail = "Natural-language database queries are off. An administrator can turn them on.";
  api.replies.set(askedPath, createProblemReply(503, "not_configured", "This is not configured", { detail }));
  const { panel, field } = await openPanel();
  await field.fill("recent projects");
  await field.press("Enter");
  await panel.getByRole("alert").getByText(detail).waitFor();
});

test("says so when nothing matches, and offers no file of nothing", async () => {
  api.replies.set(askedPath, { body: createAnswer({ results: [] }) });
  const { panel, field } = await openPanel();
  await field.fill("recent projects");
  await field.press("Enter");
  await panel.locator(".answer-none").getByText("Nothing in the database matches.").waitFor();
  expect(await panel.getByRole("button", { name: "Download CSV" }).count()).toBe(0);
});

test("says when an answer is a kept one", async () => {
  api.replies.set(askedPath, { body: createAnswer({ cached: true }) });
  const { panel, field } = await openPanel();
  await field.fill("recent projects");
  await field.press("Enter");
  await panel.getByText("kept from 3 minutes ago").waitFor();
});

test("reads an answer without a list of columns, as an older API gives it", async () => {
  api.replies.set(askedPath, {
    body: createAnswer({ columns: undefined, results: [{ month: "2026-11-01T00:00:00Z", n: 3 }] }),
  });
  const { panel, field } = await openPanel();
  await field.fill("by month");
  await field.press("Enter");
  await panel.getByRole("cell", { name: "1 Nov 2026", exact: true }).waitFor();
  await panel.getByText("1 row ·").waitFor();
});

test("offers the answer as a file that spreadsheets open and do not run", async () => {
  const { page, panel, field } = await openPanel();
  await field.fill("recent projects");
  await field.press("Enter");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    panel.getByRole("button", { name: "Download CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^answer-\d{4}-\d\d-\d\d\.csv$/);
  const text = await readFile(await download.path(), "utf8");
  expect(text).toContain(
    "\ufeffid,name,created_at,joined_on,balance,is_admin\r\n12345,李小龙,2026-11-29T16:04:05.123Z",
  );
  expect(text).toContain(`"'=HYPERLINK(""https://evil.example"", ""Ada, ""),\nBen"`);
});

test("copies the SQL, and says whether the browser allowed it", async () => {
  const { page, panel, field } = await openPanel({ permissions: ["clipboard-read", "clipboard-write"] });
  await field.fill("recent projects");
  await field.press("Enter");
  await panel.getByText("How this was read").click();
  await panel.getByRole("button", { name: "Copy the SQL" }).click();
  await panel.getByText("Copied").waitFor();
  expect(await page.evaluate("navigator.clipboard.readText()")).toBe(createAnswer().sql);
  await page.context().clearPermissions();
  await page.evaluate("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))");
  await panel.getByRole("button", { name: "Copy the SQL" }).click();
  await panel.getByText("Your browser did not allow it").waitFor();
});

test.each(["light", "dark"] as const)(
  "has no violation with an answer, a refusal and none, %s",
  async (colorScheme) => {
    const { page, panel, field } = await openPanel({ colorScheme });
    expect(await findViolations(page)).toEqual([]);
    await field.fill("all");
    await field.press("Enter");
    await panel.getByText("How this was read").click();
    expect(await findViolations(page)).toEqual([]);
    api.replies.set(askedPath, couldNotAnswer);
    await field.press("Enter");
    await panel.getByRole("alert").waitFor();
    expect(await findViolations(page)).toEqual([]);
  },
);

test("is not on the page while questions are switched off", async () => {
  api.replies.set("GET /api/mcp/tools", { body: { tools: {}, available: false } });
  const page = await testPage.open();
  await page.getByRole("heading", { name: "Activity" }).waitFor();
  await expect.poll(() => listRequests(testPage, "GET", "/api/mcp/tools").length).toBe(1);
  expect(await page.getByText("Ask your data").count()).toBe(0);
});

test("has no errors in the browser with an answer", async () => {
  const { panel, field } = await openPanel();
  await field.fill("all");
  await field.press("Enter");
  await panel.getByRole("table").waitFor();
  expect(testPage.browserErrors).toEqual([]);
});
