import { expect, test } from "vitest";
import { createProblemReply } from "./canned-api.ts";
import { createConnection } from "./canned-data.ts";
import { hasFocus, listRequests, openPanel } from "./panel-page.ts";
import { useTestPage } from "./test-page.ts";

const testPage = await useTestPage();

const files = "/api/integrations/figma/files";
const home = "/api/integrations/figma/comments/home";

test("shows a team's projects with a picture of each file", async () => {
  const { page, card } = await openPanel(testPage, "figma");
  await card.getByRole("heading", { name: "Website" }).waitFor();
  expect(await card.locator(".tile").count()).toBe(7);
  const picture = card.getByRole("img", { name: "Preview of Home" });
  await expect.poll(() => page.evaluate("document.querySelector('.thumb img').naturalWidth")).toBeGreaterThan(0);
  expect(await picture.getAttribute("loading")).toBe("lazy");
  await card.getByText("No files in this project yet.").waitFor();
  expect(listRequests(testPage, "GET", files).map(({ query }) => query)).toEqual([
    { account: "figma-ada", teamId: "1001" },
  ]);
  expect(testPage.browserErrors).toEqual([]);
  expect(await page.locator(".pane img").evaluateAll((all) => all.every((image) => image.getAttribute("alt")))).toBe(
    true,
  );
});

test("keeps the box of a thumbnail that does not load", async () => {
  testPage.preview.api.holdings.projects = [
    {
      id: "1",
      name: "Site",
      files: [{ key: "gone", name: "Gone", thumbnail_url: "/api/none", last_modified: "", version: "1" }],
    },
  ];
  const { card } = await openPanel(testPage, "figma");
  await card.locator(".thumb .icon").waitFor();
  const box = await card.locator(".thumb").boundingBox();
  expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(4 / 3, 1);
});

test("takes the team out of a pasted URL, saves it, and shows its files", async () => {
  testPage.preview.api.settings = { ...testPage.preview.api.settings, teamId: undefined };
  const { card } = await openPanel(testPage, "figma");
  await card.getByLabel("Address of the team").fill("https://www.figma.com/files/Acme");
  await card.getByRole("button", { name: "Show its files" }).click();
  await card.getByText("There is no team in this address.").waitFor();
  expect(listRequests(testPage, "PUT", /settings/)).toEqual([]);
  await card.getByLabel("Address of the team").fill("https://www.figma.com/files/77/team/4242/Acme?fuid=1");
  await card.getByRole("button", { name: "Show its files" }).click();
  await card.getByRole("heading", { name: "Website" }).waitFor();
  expect(listRequests(testPage, "PUT", /settings/)[0]?.body).toMatchObject({ teamId: "4242", webhookEnabled: true });
  expect(listRequests(testPage, "GET", files)[0]?.query).toMatchObject({ teamId: "4242" });
});

const missing = () => createProblemReply(404, "not_found", "There is nothing here");

test("says what is wrong with a team that Figma does not show, and does not save it", async () => {
  testPage.preview.api.settings = { ...testPage.preview.api.settings, teamId: undefined };
  testPage.preview.api.replies.set(`GET ${files}`, missing());
  const { card } = await openPanel(testPage, "figma");
  await card.getByText("In the sandbox there is one team: https://www.figma.com/files/team/1001").waitFor();
  await card.getByLabel("Address of the team").fill("https://www.figma.com/files/team/4711/Other");
  await card.getByRole("button", { name: "Show its files" }).click();
  await card.getByText("Figma shows this account no team 4711.").waitFor();
  expect(await card.getByRole("button", { name: "Retry" }).count()).toBe(0);
  expect(listRequests(testPage, "PUT", /settings/)).toEqual([]);
});

test("says so of a stored team too, and leads to another", async () => {
  testPage.preview.api.replies.set(`GET ${files}`, missing());
  const { card } = await openPanel(testPage, "figma");
  await card.getByText("Figma shows this account no team 1001.").waitFor();
  expect(await card.getByRole("button", { name: "Retry" }).count()).toBe(0);
  await card.getByRole("button", { name: "Change team" }).click();
  await card.getByLabel("Address of the team").waitFor();
});

test("saves a team whose files cannot be read at the moment", async () => {
  testPage.preview.api.settings = { ...testPage.preview.api.settings, teamId: undefined };
  testPage.preview.api.replies.set(`GET ${files}`, createProblemReply(503, "provider_unavailable", "No answer"));
  const { card } = await openPanel(testPage, "figma");
  await card.getByLabel("Address of the team").fill("1001");
  await card.getByRole("button", { name: "Show its files" }).click();
  await card.getByText("Figma is not answering.").waitFor();
  await card.getByRole("button", { name: "Retry" }).waitFor();
  expect(listRequests(testPage, "PUT", /settings/)[0]?.body).toMatchObject({ teamId: "1001" });
});

test("changes to another team and back", async () => {
  const { card } = await openPanel(testPage, "figma");
  await card.getByRole("button", { name: "Change team" }).click();
  await card.getByRole("button", { name: "Back" }).click();
  await card.getByRole("button", { name: "Change team" }).click();
  await card.getByLabel("Address of the team").fill("2002");
  await card.getByRole("button", { name: "Show its files" }).click();
  await card.getByRole("heading", { name: "Website" }).waitFor();
  expect(listRequests(testPage, "GET", files).at(-1)?.query.teamId).toBe("2002");
});

test("names the projects that could not be read, and bypasses the cache on Refresh", async () => {
  testPage.preview.api.holdings.failed = [{ id: "14", name: "Print", code: "provider_unavailable" }];
  const { card } = await openPanel(testPage, "figma");
  await card.getByText("Not everything could be read: Print.").waitFor();
  testPage.preview.api.holdings.failed = [];
  await card.getByRole("button", { name: "Refresh" }).click();
  await card.getByText("Not everything could be read").waitFor({ state: "detached" });
  expect(listRequests(testPage, "GET", files).at(-1)?.query.refresh).toBe("true");
});

test("opens a file's comments, posts one, and restores the focus", async () => {
  const { card } = await openPanel(testPage, "figma");
  const tile = card.getByRole("button", { name: /^Preview of Home/ });
  await tile.click();
  await card.getByText("The price table needs one more column").waitFor();
  expect(await hasFocus(card.getByRole("heading", { name: "Home" }))).toBe(true);
  expect(await card.locator(".comment strong").allInnerTexts()).toEqual(["Cleo Globex", "Ben"]);
  await card.getByLabel("Write a comment").fill("  I like it.  ");
  await card.getByRole("button", { name: "Post comment" }).click();
  await card.getByText("Your comment is in Figma.").waitFor();
  expect(await card.locator(".comment .said").first().innerText()).toBe("I like it.");
  expect(await card.getByLabel("Write a comment").inputValue()).toBe("");
  const [sent] = listRequests(testPage, "POST", home);
  expect([sent?.body, sent?.query]).toEqual([{ message: "I like it." }, { account: "figma-ada" }]);
  expect(sent?.key).toMatch(/^[\w-]{36}$/);
  await card.getByRole("button", { name: "Back" }).click();
  await expect.poll(() => hasFocus(tile)).toBe(true);
});

test("keeps a comment that could not be sent, and repeats it under the same key", async () => {
  const { card } = await openPanel(testPage, "figma");
  await card.getByRole("button", { name: /^Preview of Home/ }).click();
  await card.getByLabel("Write a comment").fill("Once only");
  testPage.preview.api.replies.set(
    `POST ${home}`,
    createProblemReply(503, "provider_unavailable", "Figma did not answer"),
  );
  await card.getByRole("button", { name: "Post comment" }).click();
  await card.getByText("Figma is not answering.").waitFor();
  expect(await card.getByLabel("Write a comment").inputValue()).toBe("Once only");
  testPage.preview.api.replies.set(`POST ${home}`, createProblemReply(409, "outcome_unknown", "It is not known"));
  await card.getByRole("button", { name: "Post comment" }).click();
  await card.getByText("Look in Figma before you send it again").waitFor();
  testPage.preview.api.replies.clear();
  await card.getByRole("button", { name: "Post comment" }).click();
  await card.getByText("Your comment is in Figma.").waitFor();
  const [first, second, third] = listRequests(testPage, "POST", home).map(({ key }) => key);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

test("invites to the first comment where there is none", async () => {
  testPage.preview.api.holdings.comments = [];
  const { card } = await openPanel(testPage, "figma");
  await card.getByRole("button", { name: /^Preview of Home/ }).click();
  await card.getByText("No comments yet").waitFor();
});

test("gives each account its own files", async () => {
  const { page } = await openPanel(testPage, "figma");
  testPage.preview.api.connections.push(createConnection("figma", "figma-ben", { accountName: "Ben" }));
  await page.reload();
  const ben = page.locator("[data-account=figma-ben]");
  await ben.getByRole("button", { name: "Files" }).click();
  await ben.getByRole("heading", { name: "Website" }).waitFor();
  expect(listRequests(testPage, "GET", files).at(-1)?.query.account).toBe("figma-ben");
});
