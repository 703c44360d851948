import { beforeEach, expect, test } from "vitest";
import { consent, start } from "../support/flow.ts";
import { callbackPath, codeOf, stateOf } from "./support/callback.ts";
import { freshWorld } from "./support/reset.ts";
import { otherBrowser, someone } from "./support/someone.ts";

beforeEach(freshWorld);

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
      const user = await someone();
      return user.visit(await consent(await start(user, "figma")));
    },
  ],
  ["refusal", async () => otherBrowser().visit(callbackPath("figma", { code: "c", state: "s" }))],
  ["wish to confirm", async () => otherBrowser().visit(await consent(await start(await someone(), "figma")))],
])("guards the answer of a callback: %s", async (_, visit) => {
  const { headers } = await visit();
  expect(Object.fromEntries(headers)).toMatchObject(guarded);
  expect(headers.get("strict-transport-security")).toMatch(/^max-age=\d{8,}/);
});

test("puts neither code nor state nor token into the URL it sends the browser to", async () => {
  const user = await someone();
  const callback = await consent(await start(user, "figma"));
  const { location } = await user.visit(callback);
  expect([...(location?.searchParams.keys() ?? [])].sort()).toEqual(["provider", "status"]);
  for (const secret of [codeOf(callback), stateOf(callback)]) expect(location?.href).not.toContain(secret);
});

test("guards the answer of a start, which holds the state", async () => {
  const user = await someone();
  const { headers } = await user.get("/api/integrations/figma/auth");
  expect(Object.fromEntries(headers)).toMatchObject(guarded);
});

test("names the request in every answer", async () => {
  const user = await someone();
  const { headers, json } = await user.post("/api/integrations/figma/confirm", { handle: "A".repeat(43) });
  expect(headers.get("x-request-id")).toBeTruthy();
  expect(json).toMatchObject({ requestId: headers.get("x-request-id") });
});
