// A person lets assistants write on the settings page, and takes it back.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { callTool } from "../mcp/connections/support/assistant.ts";
import { sandbox } from "../support/sandbox.ts";
import { createFreshPerson } from "./fresh-person.ts";
import { openBrowser, providerCard } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test("an assistant sends a mail only while its person's switch is on", async () => {
  const ada = await createFreshPerson(browser);
  const send = () =>
    callTool(ada.backend, "gmail_send_message", {
      ...{ to: "cleo@example.com", subject: "Hello", body: "Hello Cleo" },
      idempotencyKey: crypto.randomUUID(),
    });
  const countSent = async () => (await sandbox("google").requests("/gmail/v1/users/me/messages/send")).length;
  const before = await countSent();
  const { facts } = await send();
  expect(facts.code).toBe("forbidden");
  await ada.page.goto(facts.settingsUrl ?? "");
  const card = providerCard(ada.page, "gmail");
  await card.getByText("Settings of Gmail").click();
  const choice = card.getByRole("switch", { name: "Assistants may write here" });
  const save = async () => {
    await card.getByRole("button", { name: "Save settings" }).click();
    await card.getByText("Saved.").waitFor();
  };
  expect(await choice.isChecked()).toBe(false);
  await choice.check();
  await save();
  expect((await send()).isError).toBe(false);
  expect(await countSent()).toBe(before + 1);
  await choice.uncheck();
  await save();
  expect((await send()).facts.code).toBe("forbidden");
  expect(await countSent()).toBe(before + 1);
  expect(ada.complaints).toEqual([]);
});
