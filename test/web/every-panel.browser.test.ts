// What holds for each panel alike: how it waits, what it says, where it leads, and that nothing jumps.
import { expect, test, vi } from "vitest";
import { problemReply } from "./canned-api.ts";
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

const desk = await useTestPage();

const each: readonly {
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

test("reads nothing of an account before its panel is opened", async () => {
  desk.preview.api.connections = createManyConnections();
  const page = await desk.open();
  await page.getByText("Nothing has happened yet").waitFor();
  const asked = () => [...new Set(desk.preview.api.asked.map(({ path }) => path))].sort();
  await expect.poll(asked).toEqual(["/api/integrations", "/api/integrations/available", "/api/v1/activity"]);
});

test.each(each)("$name's panel and settings move nothing as they fill", async ({ provider, path, shows }) => {
  const { api } = desk.preview;
  const usual = api.answer;
  const seen = Promise.withResolvers<void>();
  // Not before the shapes were seen, and slower than the half second for which a browser forgives what follows a click.
  const slow = vi.spyOn(api, "answer").mockImplementation((asked, origin) => {
    const isSlow = asked.path === path || asked.path.endsWith("/settings");
    return { ...usual(asked, origin), ...(isSlow && { until: seen.promise, delayMs: 900 }) };
  });
  const { page, card } = await openPanel(
    desk,
    provider,
    { viewport: { width: 1024, height: 1400 } },
    recordLayoutShifts,
  );
  await card.getByText("Settings of").click();
  await card.locator(".pane .bone").first().waitFor();
  await card.locator(".ghost").waitFor();
  seen.resolve();
  await card.getByText(shows).first().waitFor();
  await card.locator(".ghost").waitFor({ state: "detached" });
  await page.waitForTimeout(100);
  slow.mockRestore();
  expect(await readLayoutShifts(page)).toEqual([]);
});

test.each(each)("$name's panel says what is wrong, or that there is nothing, and what to do", async (one) => {
  const { provider, name, path, shows, empty, member } = one;
  const { replies } = desk.preview.api;
  replies.set(`GET ${path}`, problemReply(503, "provider_unavailable", "A service did not answer"));
  const { page, card } = await openPanel(desk, provider);
  await card.getByText(`${name} is not answering.`).waitFor();
  await card.getByText("req-7f3a").waitFor();

  replies.set(`GET ${path}`, { body: { [member]: [], teamId: "1001", user: {} } });
  await card.getByRole("button", { name: "Retry" }).click();
  await card.getByText(empty).waitFor();

  replies.clear();
  await card.getByRole("button", { name: "Refresh" }).click();
  await card.getByText(shows).first().waitFor();

  replies.set(`GET ${path}`, problemReply(409, "reconnect_required", "Connect it again"));
  await card.getByRole("button", { name: "Refresh" }).click();
  await card.getByText(`${name} no longer accepts our access.`).waitFor();
  expect(await card.getByText(shows).first().isVisible()).toBe(true);
  await card.locator(".pane").getByRole("button", { name: "Reconnect" }).click();
  await page.getByText(`${name} is connected`).waitFor();
  const start = desk.preview.api.asked.find((asked) => asked.path === `/api/integrations/${provider}/auth`);
  expect(start?.query.account).toBe(`${provider}-ada`);
});

test("names the permission that is missing, and asks for it besides those there are", async () => {
  desk.preview.api.replies.set(
    "GET /api/v2/gmail/messages",
    problemReply(403, "insufficient_permissions", "Insufficient permissions", {
      missingScopes: ["https://www.googleapis.com/auth/gmail.readonly"],
    }),
  );
  const { page, card } = await openPanel(desk, "gmail");
  await card.getByText("Missing: gmail.readonly").waitFor();
  await card.locator(".pane").getByRole("button", { name: "Reconnect" }).click();
  await page.getByText("Gmail is connected").waitFor();
  const start = desk.preview.api.asked.find(({ path }) => path === "/api/integrations/gmail/auth");
  expect(start?.query.scopes?.split(" ")).toContain("https://www.googleapis.com/auth/gmail.readonly");
});

test("counts down until it may ask again", async () => {
  desk.preview.api.replies.set("GET /api/integrations/slack/channels", {
    ...problemReply(429, "rate_limited", "Too many requests"),
    headers: { "retry-after": "2" },
  });
  // The page's clock stands still until "2 s" was read.
  const { page, card } = await openPanel(desk, "slack", {}, (context) => context.clock.setFixedTime(Date.now()));
  await card.getByText("Slack was asked too often.").waitFor();
  await card.getByRole("button", { name: "Retry in 2 s" }).waitFor();
  await page.clock.setFixedTime(Date.now() + 2000);
  await card.getByRole("button", { name: "Retry", exact: true }).waitFor();
});

test("keeps what it shows while it is closed", async () => {
  const { card } = await openPanel(desk, "gmail");
  await card.getByText("Pricing page").waitFor();
  const asked = desk.preview.api.asked.length;
  const button = card.getByRole("button", { name: "Messages", exact: true });
  await button.click();
  expect(await card.getByText("Pricing page").isVisible()).toBe(false);
  expect(await button.getAttribute("aria-expanded")).toBe("false");
  await button.click();
  expect(await card.getByText("Pricing page").isVisible()).toBe(true);
  expect(desk.preview.api.asked.length).toBe(asked);
});

test.each([
  { width: 360, colorScheme: "light" },
  { width: 1280, colorScheme: "dark" },
] as const)("has no violation with every panel open, $width pixels, $colorScheme", async ({ width, colorScheme }) => {
  const { page } = await withEveryPanel(width, colorScheme);
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
});

test.each(widths)("holds every text in a window %i pixels wide", async (width) => {
  const { page } = await withEveryPanel(width, "light");
  expect(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")).toBe(0);
  const wider = page.locator(".pane-body, .pane-head, .pane-foot");
  expect(await wider.evaluateAll((all) => all.filter((it) => it.scrollWidth > it.clientWidth).length)).toBe(0);
});

async function withEveryPanel(width: number, colorScheme: "light" | "dark") {
  const { api } = desk.preview;
  api.connections = [
    ...createManyConnections().filter(({ provider }) => provider === "slack" || provider === "gmail"),
    ...(["figma", "github", "calendar"] as const).map((provider) => createConnection(provider, `${provider}-ada`)),
  ];
  const page = await desk.open("", { viewport: { width, height: 900 }, colorScheme });
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
