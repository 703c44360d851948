import { beforeEach, expect, test } from "vitest";
import { giveConsent, startFlow } from "../support/flow.ts";
import { buildCallbackPath, getCode, getState } from "./support/callback.ts";
import { resetWorld } from "./support/reset.ts";
import { createOtherBrowser, createUser } from "./support/test-user.ts";

beforeEach(resetWorld);

const guarded = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
};

test.each([
  [
    "success",
    async () => {
      const user = await createUser();
      return user.visit(await giveConsent(await startFlow(user, "figma")));
    },
  ],
  ["refusal", async () => createOtherBrowser().visit(buildCallbackPath("figma", { code: "c", state: "s" }))],
  [
    "wish to confirm",
    async () => createOtherBrowser().visit(await giveConsent(await startFlow(await createUser(), "figma"))),
  ],
])("guards the answer of a callback: %s", async (_, visit) => {
  const { headers } = await visit();
  expect(Object.fromEntries(headers)).toMatchObject(guarded);
  expect(headers.get("strict-transport-security")).toMatch(/^max-age=\d{8,}/);
});

test("puts neither code nor state nor token into the URL it sends the browser to", async () => {
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "figma"));
  const { location } = await user.visit(callback);
  expect([...(location?.searchParams.keys() ?? [])].sort()).toEqual(["provider", "status"]);
  for (const secret of [getCode(callback), getState(callback)]) expect(location?.href).not.toContain(secret);
});

test("guards the answer of a start, which holds the state", async () => {
  const user = await createUser();
  const { headers } = await user.get("/api/integrations/figma/auth");
  expect(Object.fromEntries(headers)).toMatchObject(guarded);
});

test("names the request in every answer", async () => {
  const user = await createUser();
  const { headers, json } = await user.post("/api/integrations/figma/confirm", { handle: "A".repeat(43) });
  expect(headers.get("x-request-id")).toBeTruthy();
  expect(json).toMatchObject({ requestId: headers.get("x-request-id") });
});
