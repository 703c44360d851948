// The paths that the old front end writes without `/api`.
import { expect, test } from "vitest";
import { createBrowser } from "../../support/api.ts";
import { getRawPath } from "../support/raw-request.ts";
import { connect, createStudioPerson } from "../support/studio.ts";

test("the list and the start answer under the old prefix", async () => {
  const person = await createStudioPerson();
  await connect(person, "figma");
  expect(await person.get("/integrations")).toEqual(await person.get("/api/integrations"));
  expect(await person.get("/integrations/figma/files?teamId=1001")).toMatchObject({ teamId: "1001" });
  expect(await person.get("/integrations/slack/auth")).toMatchObject({ provider: "slack" });
});

test("health answers under both names, without a token", async () => {
  for (const path of ["/health", "/api/health"])
    expect(await createBrowser().get(path)).toMatchObject({ status: 200, json: { status: "ok" } });
});

test.each(["/integrations/../admin/webhooks", "/integrations/%2e%2e/admin/webhooks", "/integrations//figma/auth"])(
  "%s is refused",
  async (path) => {
    expect(await getRawPath(path)).toBe(400);
  },
);
