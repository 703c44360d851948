// The panels against the deployed API and the sandbox providers.
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { providerNames } from "../../infra/local/sandbox/state.ts";
import { sandbox } from "../support/sandbox.ts";
import { findViolations } from "../web/panel-page.ts";
import { createFreshPerson, type FreshPerson } from "./fresh-person.ts";
import { approve, openBrowser } from "./stage.ts";

let browser: Browser;
let ada: FreshPerson;
beforeAll(async () => {
  browser = await openBrowser();
  ada = await createFreshPerson(browser);
});
afterEach(() => expect(ada.complaints).toEqual([]));
afterAll(() => browser.close());

/** A visible row of a panel, without rows of hidden panes and loading placeholders. */
const shownRow = ".pane:not([hidden]) .row:not([aria-hidden] *)";

/** The writing requests that the sandbox received at a path. */
const listPosts = async (name: Parameters<typeof sandbox>[0], path: string) =>
  (await sandbox(name).requests(path)).filter(({ method }) => method === "POST");

test("Figma's panel takes the team from its address and shows a picture of each file", async () => {
  const figma = await ada.panel("figma");
  await figma.getByLabel("Address of the team").fill("https://www.figma.com/files/team/1001/Acme-Design");
  await figma.getByRole("button", { name: "Show its files" }).click();
  await figma.getByRole("heading", { name: "Mobile app" }).waitFor();
  expect(await figma.locator(".tile:not([aria-hidden] *) .cut:first-child").allInnerTexts()).toEqual([
    "Home page",
    "Pricing",
    "Onboarding",
  ]);
  await figma.getByText("No files in this project yet.").waitFor();
  await expectPicturesLoaded(ada.page);
});

/** Checks that no picture was blocked by the content security policy or the provider. */
async function expectPicturesLoaded(page: Page): Promise<void> {
  const pictures = page.locator(".thumb img");
  expect(await pictures.count()).toBe(3);
  for (const picture of await pictures.all()) await picture.scrollIntoViewIfNeeded();
  const widths = `[...document.querySelectorAll(".thumb img")].filter((image) => image.naturalWidth > 0).length`;
  await expect.poll(() => page.evaluate(widths)).toBe(3);
}

test("a comment on a file is written once, and is in Figma", async () => {
  const figma = await ada.panel("figma");
  await figma.getByRole("button", { name: /^Preview of Home page/ }).click();
  await figma.getByText("No comments yet").waitFor();
  await figma.getByLabel("Write a comment").fill("The headline could be shorter");
  await figma.getByRole("button", { name: "Post comment" }).dblclick();
  await figma.getByText("Your comment is in Figma.").waitFor();
  const comment = figma.locator(".comment", { hasText: "The headline could be shorter" });
  expect(await comment.getByText("Ada").isVisible()).toBe(true);
  await figma.getByRole("button", { name: "Back" }).click();
  await figma.getByRole("button", { name: /^Preview of Home page/ }).click();
  await comment.waitFor();
  expect(await comment.count()).toBe(1);
  expect(await listPosts("figma", "/v1/files/FigHome000000000000001/comments")).toHaveLength(1);
});

test("Slack's panel lists the channels and keeps the one that is made the default", async () => {
  const slack = await ada.panel("slack");
  await slack.getByText("No default channel yet").waitFor();
  await slack.getByRole("button", { name: "Make default #releases" }).click();
  await slack.getByText("#releases is now the default channel.").waitFor();
  await slack.getByText("Default: #releases").waitFor();
  const names = await slack.locator(".row .row-text").allInnerTexts();
  expect(names).toEqual(expect.arrayContaining(["design-reviews", "releases"]));
});

test("a test message goes to the default channel, once for a double click", async () => {
  const slack = await ada.panel("slack");
  await slack.getByRole("button", { name: "Send a test message" }).click();
  const dialog = ada.page.getByRole("dialog");
  expect(await dialog.getByLabel("Channel").locator("option:checked").innerText()).toBe("#releases");
  await dialog.getByLabel("Message").fill("One message, please");
  await dialog.getByRole("button", { name: "Send message" }).dblclick();
  await slack.getByText("Sent to #releases.").waitFor();
  const posted = await listPosts("slack", "/api/chat.postMessage");
  expect(posted).toHaveLength(1);
  expect(decodeURIComponent(posted[0]?.body ?? "").replaceAll("+", " ")).toContain("One message, please");
});

test("GitHub's panel lists the repositories, and an issue of one is created once", async () => {
  const github = await ada.panel("github");
  await github.getByText("octo/secret-plans").waitFor();
  await github.getByRole("button", { name: /^octo\/hello-world/ }).click();
  await github.getByText("No open issues").waitFor();
  await github.getByLabel("Title of a new issue").fill("Say hello louder");
  await github.getByRole("button", { name: "Create issue" }).dblclick();
  await github.getByText(/^Issue #\d+ is created\.$/).waitFor();
  await github.getByRole("button", { name: "Refresh" }).click();
  await github.locator(".row", { hasText: "Say hello louder" }).getByText("by octo").waitFor();
  expect(await github.locator(shownRow).count()).toBe(1);
  expect(await listPosts("github", "/repos/octo/hello-world/issues")).toHaveLength(1);
});

test("Gmail's panel lists the latest messages and opens one", async () => {
  const gmail = await ada.panel("gmail");
  await gmail.getByText("Invoice 1042").waitFor();
  await gmail.getByRole("button", { name: /Review before Friday/ }).click();
  await gmail.locator("p.mail-text", { hasText: "Could you review the pricing page before Friday?" }).waitFor();
  await gmail.getByRole("button", { name: "Back" }).click();
  expect(await gmail.getByText("Invoice 1042").isVisible()).toBe(true);
});

test("Calendar's panel lists what comes next", async () => {
  const calendar = await ada.panel("calendar");
  await calendar.getByText("Standup").waitFor();
  await calendar
    .locator(".event", { hasText: "Quarterly planning" })
    .getByText(/\d\d:\d\d – .*\d\d:\d\d/)
    .waitFor();
});

test.each(["light", "dark"] as const)("no panel has an accessibility violation, %s", async (colorScheme) => {
  for (const provider of ["figma", "slack", "github", "gmail", "calendar"] as const) {
    await (await ada.panel(provider)).locator(shownRow).first().waitFor();
  }
  await ada.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  expect(await findViolations(ada.page)).toEqual([]);
});

test("settings are there again after a reload", async () => {
  const settings = ada.page.locator("[data-provider=gmail] .settings");
  await settings.getByText("Settings of Gmail").click();
  await settings.getByLabel("Only mentions").check();
  const picker = settings.getByRole("combobox", { name: "Also post to this Slack channel" });
  await picker.selectOption({ label: "#releases" });
  await settings.getByRole("button", { name: "Save settings" }).click();
  await settings.getByText("Saved.").waitFor();
  await ada.page.reload();
  await settings.getByText("Settings of Gmail").click();
  await settings.locator(".ghost").waitFor({ state: "detached" });
  expect(await settings.getByLabel("Only mentions").isChecked()).toBe(true);
  await expect.poll(() => picker.locator("option:checked").innerText()).toBe("#releases");
  const slack = await ada.panel("slack");
  await slack.getByText("Default: #releases").waitFor();
  const figma = await ada.panel("figma");
  await figma.getByText("Onboarding").waitFor();
});

// The last test, since it revokes everybody's access.
test("a panel whose access was revoked leads to the consent and back", async () => {
  const ben = await createFreshPerson(browser, (backend) =>
    backend.put("/api/integrations/figma/settings", { teamId: "1001" }),
  );
  await Promise.all(providerNames.map((name) => sandbox(name).revokeGrants()));
  for (const provider of ["figma", "slack", "github", "gmail", "calendar"] as const) {
    const pane = (await ben.panel(provider)).locator(".pane");
    await pane.getByText(/ no longer accepts our access\./).waitFor();
    await pane.getByRole("button", { name: "Reconnect" }).waitFor();
  }
  expect(ben.complaints.filter((complaint) => !complaint.includes("409"))).toEqual([]);
  await (await ben.panel("figma")).locator(".pane").getByRole("button", { name: "Reconnect" }).click();
  await ben.page.locator("#approve").waitFor();
  await approve(ben.page);
  await ben.page.getByText("Figma is connected").waitFor();
  await (await ben.panel("figma")).getByText("Onboarding").waitFor();
});
