// Tests that run for every panel: loading, failures, empty lists, reconnecting, layout shifts and accessibility.
import { expect, test, vi } from "vitest";
import { createProblemReply } from "./canned-api.ts";
import { createConnection, createManyConnections } from "./canned-data.ts";
import {
  findViolations,
  openPanel,
  type PanelProvider,
  panels,
  readLayoutShifts,
  recordLayoutShifts,
} from "./panel-page.ts";
import { useTestPage } from "./test-page.ts";

const testPage = await useTestPage();

const cases: readonly {
  provider: PanelProvider;
  name: string;
  path: string;
  shows: string;
  empty: string;
  member: string;
}[] = [
  {
    provider: "figma",
    name: "Figma",
    path: "/api/integrations/figma/files",
    shows: "Website",
    empty: "This team has no projects",
    member: "projects",
  },
  {
    provider: "slack",
    name: "Slack",
    path: "/api/integrations/slack/channels",
    shows: "design-reviews",
    empty: "No channels here",
    member: "channels",
  },
  {
    provider: "github",
    name: "GitHub",
    path: "/api/integrations/github/repositories",
    shows: "acme/site",
    empty: "No repositories here",
    member: "repositories",
  },
  {
    provider: "gmail",
    name: "Gmail",
    path: "/api/v2/gmail/messages",
    shows: "Pricing page",
    empty: "No messages",
    member: "messages",
  },
  {
    provider: "calendar",
    name: "Google Calendar",
    path: "/api/v2/calendar/events",
    shows: "Offsite",
    empty: "Nothing is planned",
    member: "events",
  },
];

const widths = [360, 768, 1024, 1440];

test("loads nothing of an account before its panel is opened", async () => {
  testPage.preview.api.connections = createManyConnections();
  const page = await testPage.open();
  await page.getByText("Nothing has happened yet").waitFor();
  const listPaths = () => [...new Set(testPage.preview.api.requests.map(({ path }) => path))].sort();
  await expect.poll(listPaths).toEqual(["/api/integrations", "/api/integrations/available", "/api/v1/activity"]);
});

test.each(cases)(
  "$name's panel and settings cause no layout shift while they load",
  async ({ provider, path, shows }) => {
    const { api } = testPage.preview;
    const answerAsUsual = api.answer;
    const skeletonsSeen = Promise.withResolvers<void>();
    // Reply only after the skeletons were seen, and later than 500 ms after the click: earlier shifts do not count.
    const answerSpy = vi.spyOn(api, "answer").mockImplementation((request, origin) => {
      const isSlow = request.path === path || request.path.endsWith("/settings");
      return { ...answerAsUsual(request, origin), ...(isSlow && { until: skeletonsSeen.promise, delayMs: 900 }) };
    });
    const { page, card } = await openPanel(
      testPage,
      provider,
      { viewport: { width: 1024, height: 1400 } },
      recordLayoutShifts,
    );
    await card.getByText("Settings of").click();
    await card.locator(".pane .skeleton-shape").first().waitFor();
    await card.locator(".ghost").waitFor();
    skeletonsSeen.resolve();
    await card.getByText(shows).first().waitFor();
    await card.locator(".ghost").waitFor({ state: "detached" });
    await page.waitForTimeout(100);
    answerSpy.mockRestore();
    expect(await readLayoutShifts(page)).toEqual([]);
  },
);

test.each(cases)("$name's panel shows failures and empty lists, and what to do about them", async (one) => {
  const { provider, name, path, shows, empty, member } = one;
  const { replies } = testPage.preview.api;
  replies.set(`GET ${path}`, createProblemReply(503, "provider_unavailable", "A service did not answer"));
  const { page, card } = await openPanel(testPage, provider);
  await card.getByText(`${name} is not answering.`).waitFor();
  await card.getByText("req-7f3a").waitFor();

  replies.set(`GET ${path}`, { body: { [member]: [], teamId: "1001", user: {} } });
  await card.getByRole("button", { name: "Retry" }).click();
  await card.getByText(empty).waitFor();

  replies.clear();
  await card.getByRole("button", { name: "Refresh" }).click();
  await card.getByText(shows).first().waitFor();

  replies.set(`GET ${path}`, createProblemReply(409, "reconnect_required", "Connect it again"));
  await card.getByRole("button", { name: "Refresh" }).click();
  await card.getByText(`${name} no longer accepts our access.`).waitFor();
  expect(await card.getByText(shows).first().isVisible()).toBe(true);
  await card.locator(".pane").getByRole("button", { name: "Reconnect" }).click();
  await page.getByText(`${name} is connected`).waitFor();
  const start = testPage.preview.api.requests.find((request) => request.path === `/api/integrations/${provider}/auth`);
  expect(start?.query.account).toBe(`${provider}-ada`);
});

test("names the missing permission and requests it in addition to the granted ones", async () => {
  testPage.preview.api.replies.set(
    "GET /api/v2/gmail/messages",
    createProblemReply(403, "insufficient_permissions", "Insufficient permissions", {
      missingScopes: ["https://www.googleapis.com/auth/gmail.readonly"],
    }),
  );
  const { page, card } = await openPanel(testPage, "gmail");
  await card.getByText("Missing: gmail.readonly").waitFor();
  await card.locator(".pane").getByRole("button", { name: "Reconnect" }).click();
  await page.getByText("Gmail is connected").waitFor();
  const start = testPage.preview.api.requests.find(({ path }) => path === "/api/integrations/gmail/auth");
  expect(start?.query.scopes?.split(" ")).toContain("https://www.googleapis.com/auth/gmail.readonly");
});

test("counts down until a retry is allowed", async () => {
  testPage.preview.api.replies.set("GET /api/integrations/slack/channels", {
    ...createProblemReply(429, "rate_limited", "Too many requests"),
    headers: { "retry-after": "2" },
  });
  // The page's clock stands still until "2 s" has been seen.
  const { page, card } = await openPanel(testPage, "slack", {}, (context) => context.clock.setFixedTime(Date.now()));
  await card.getByText("Slack was asked too often.").waitFor();
  await card.getByRole("button", { name: "Retry in 2 s" }).waitFor();
  await page.clock.setFixedTime(Date.now() + 2000);
  await card.getByRole("button", { name: "Retry", exact: true }).waitFor();
});

test("keeps its content while it is closed", async () => {
  const { card } = await openPanel(testPage, "gmail");
  await card.getByText("Pricing page").waitFor();
  const requestCount = testPage.preview.api.requests.length;
  const button = card.getByRole("button", { name: "Messages", exact: true });
  await button.click();
  expect(await card.getByText("Pricing page").isVisible()).toBe(false);
  expect(await button.getAttribute("aria-expanded")).toBe("false");
  await button.click();
  expect(await card.getByText("Pricing page").isVisible()).toBe(true);
  expect(testPage.preview.api.requests.length).toBe(requestCount);
});

test.each([
  { width: 360, colorScheme: "light" },
  { width: 1280, colorScheme: "dark" },
] as const)(
  "has no accessibility violation with every panel open, $width pixels, $colorScheme",
  async ({ width, colorScheme }) => {
    const { page } = await openEveryPanel(width, colorScheme);
    expect(await findViolations(page)).toEqual([]);
    await page.getByRole("button", { name: /^Preview of Home/ }).click();
    await page.getByRole("button", { name: /^acme\/site/ }).click();
    await page
      .getByRole("button", { name: /Pricing page/ })
      .first()
      .click();
    await page.getByText("Cleo Globex").first().waitFor();
    await page.getByText("Send a test message").first().click();
    expect(await findViolations(page)).toEqual([]);
  },
);

test.each(widths)("does not overflow a window %i pixels wide", async (width) => {
  const { page } = await openEveryPanel(width, "light");
  expect(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")).toBe(0);
  const parts = page.locator(".pane-body, .pane-head, .pane-foot");
  expect(
    await parts.evaluateAll((all) => all.filter((element) => element.scrollWidth > element.clientWidth).length),
  ).toBe(0);
});

async function openEveryPanel(width: number, colorScheme: "light" | "dark") {
  const { api } = testPage.preview;
  api.connections = [
    ...createManyConnections().filter(({ provider }) => provider === "slack" || provider === "gmail"),
    ...(["figma", "github", "calendar"] as const).map((provider) => createConnection(provider, `${provider}-ada`)),
  ];
  const page = await testPage.open("", { viewport: { width, height: 900 }, colorScheme });
  for (const { id, provider } of api.connections) {
    const name = panels[provider as PanelProvider];
    await page.locator(`[data-account=${id}]`).getByRole("button", { name, exact: true }).click();
  }
  await page.getByText("Settings of Slack").click();
  await page.getByText("Offsite").waitFor();
  await page.getByRole("img", { name: "Preview of Home" }).waitFor();
  await page.getByText("acme/site").waitFor();
  return { page };
}
