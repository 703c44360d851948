// The old gateway's other names of paths.
import { expect, test } from "vitest";
import { createBrowser } from "../../support/api.ts";
import { connectAll, createAssistantPerson, type Enveloped } from "../support/assistant.ts";
import { getRawPath } from "../support/raw-request.ts";

test("email is gmail, under both prefixes", async () => {
  const person = await createAssistantPerson();
  await connectAll(person, "gmail");
  const { data } = await person.get<Enveloped<object>>("/api/v2/gmail/messages?maxResults=1");
  expect(await person.get("/api/v2/email/messages?maxResults=1")).toMatchObject({ data });
  expect(await person.get("/api/xynergyos/v2/gmail/messages?maxResults=1")).toMatchObject({ data });
});

test("an alias counts once, on whole segments", async () => {
  const { browser } = await createAssistantPerson();
  for (const path of [
    "/api/v2/emails/messages",
    "/api/xynergyos/v2/email/messages",
    "/api/xynergyos/v22/gmail/messages",
  ])
    expect((await browser.get(path)).status).toBe(404);
});

test.each(["/health", "/api/v1/health", "/api/health"])("%s answers anybody", async (path) => {
  expect(await createBrowser().get(path)).toMatchObject({ status: 200, json: { status: "ok" } });
});

test.each([
  "/api/xynergyos/v2/../admin/webhooks",
  "/api/xynergyos/v2/%2e%2e/admin/webhooks",
  "/api/v2/email//messages",
  "/api/v2/email/..%2fslack",
])("%s is refused", async (path) => {
  expect(await getRawPath(path)).toBe(400);
});
