// Opens the administrators' page of the preview as one of the demo's users.
import type { BrowserContextOptions, Page } from "playwright-core";
import type { TestPage } from "../test-page.ts";

/** Dana is an administrator of Acme, Finn one of the stage; Ada is none. */
export type Visitor = "ada" | "dana" | "finn";

/** @param at the query, such as `?view=channels` */
export async function openAdmin(
  testPage: TestPage,
  at = "",
  visitor: Visitor = "dana",
  options: BrowserContextOptions = {},
): Promise<Page> {
  const page = await testPage.open(`/admin${at}`, options);
  await page.locator(".user-button", { hasText: "Dana" }).waitFor();
  if (visitor !== "dana") {
    await page.locator(".user-button").click();
    await page.getByRole("button", { name: new RegExp(`^${visitor}$`, "i") }).click();
    await page.locator(".user-button", { hasText: new RegExp(visitor, "i") }).waitFor();
  }
  return page;
}

/** The part's heading, by which one knows that it is shown. */
export const heading = (page: Page, title: string) => page.getByRole("heading", { level: 2, name: title, exact: true });
