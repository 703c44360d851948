// An answer meant for one provider, delivery or surface that arrives at another ("COAT" of the OAuth security topics).
import { beforeEach, expect, test } from "vitest";
import type { ProviderId } from "../../lib/providers/ids.ts";
import { consent, start } from "../support/flow.ts";
import { callbackPath, codeOf, outcomeOf, refused, stateOf, succeeded } from "./support/callback.ts";
import { tokenCalls } from "./support/facts.ts";
import { freshWorld } from "./support/reset.ts";
import { otherBrowser, someone } from "./support/someone.ts";
import { storedFor } from "./support/tables.ts";

beforeEach(freshWorld);

const pairs = [
  ["figma", "github"],
  ["github", "figma"],
  ["slack", "figma"],
  ["gmail", "calendar"],
  ["calendar", "gmail"],
] as const satisfies readonly (readonly [ProviderId, ProviderId])[];

test.each(pairs)(
  "refuses a state of %s on the callback path of %s and sends the code to neither",
  async (made, met) => {
    const user = await someone();
    const callback = await consent(await start(user, made));
    const query = { code: codeOf(callback), state: stateOf(callback) };
    expect(outcomeOf(await user.visit(callbackPath(met, query)))).toEqual(refused(met, "invalid_state"));
    expect([await tokenCalls(made), await tokenCalls(met)]).toEqual([0, 0]);
    expect(await storedFor(user.sub)).toEqual([]);
  },
);

test("leaves the flow to its own path after its answer was sent to another", async () => {
  const user = await someone();
  const callback = await consent(await start(user, "figma"));
  await otherBrowser().visit(callbackPath("github", { code: codeOf(callback), state: stateOf(callback) }));
  expect(outcomeOf(await user.visit(callback))).toEqual(succeeded("figma"));
});

test("refuses a state of the first surface on the callback path of the second", async () => {
  const user = await someone();
  const callback = await consent(await start(user, "figma"));
  const answer = await user.visit(`/api/v1/oauth/figma/callback${callback.search}`);
  expect(outcomeOf(answer)).toMatchObject({ service: "figma", error: "invalid_state" });
  expect(await tokenCalls("figma")).toBe(0);
});

test("refuses to take a redirect's state by post, even from its own user", async () => {
  const user = await someone();
  const callback = await consent(await start(user, "figma"));
  const body = { code: codeOf(callback), state: stateOf(callback) };
  const answer = await user.post("/api/integrations/figma/callback", body);
  expect(answer).toMatchObject({ status: 400, json: { code: "invalid_request", error: "Invalid state token" } });
  expect(await tokenCalls("figma")).toBe(0);
});

test("names a redirect URI of its own for every provider", async () => {
  const user = await someone();
  const ids = ["figma", "slack", "github", "gmail", "calendar"] as const;
  const uris = await Promise.all(ids.map(async (id) => (await start(user, id)).searchParams.get("redirect_uri")));
  expect(uris.map((uri) => new URL(uri ?? "").pathname)).toEqual(ids.map((id) => `/api/integrations/${id}/callback`));
});
