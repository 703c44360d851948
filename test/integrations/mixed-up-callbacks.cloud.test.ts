// A callback for one provider, delivery or surface that arrives at another ("COAT" of the OAuth security topics).
import { beforeEach, expect, test } from "vitest";
import { type ProviderId, providerIds } from "../../lib/provider-ids.ts";
import { giveConsent, startFlow } from "../support/flow.ts";
import { buildCallbackPath, errorOutcome, getCode, getOutcome, getState, successOutcome } from "./support/callback.ts";
import { countTokenCalls } from "./support/facts.ts";
import { resetWorld } from "./support/reset.ts";
import { listStoredRows } from "./support/tables.ts";
import { createOtherBrowser, createUser } from "./support/test-user.ts";

beforeEach(resetWorld);

const pairs = [
  ["figma", "github"],
  ["github", "figma"],
  ["slack", "figma"],
  ["gmail", "calendar"],
  ["calendar", "gmail"],
  ["salesforce", "hubspot"],
  ["shopify", "clio"],
  ["clio", "shopify"],
] as const satisfies readonly (readonly [ProviderId, ProviderId])[];

test.each(pairs)(
  "refuses a state of %s on the callback path of %s and sends the code to neither",
  async (made, met) => {
    const user = await createUser();
    const callback = await giveConsent(await startFlow(user, made));
    const query = { code: getCode(callback), state: getState(callback) };
    expect(getOutcome(await user.visit(buildCallbackPath(met, query)))).toEqual(errorOutcome(met, "invalid_state"));
    expect([await countTokenCalls(made), await countTokenCalls(met)]).toEqual([0, 0]);
    expect(await listStoredRows(user.sub)).toEqual([]);
  },
);

test("leaves a flow usable after its answer was sent to another provider's callback", async () => {
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "figma"));
  await createOtherBrowser().visit(buildCallbackPath("github", { code: getCode(callback), state: getState(callback) }));
  expect(getOutcome(await user.visit(callback))).toEqual(successOutcome("figma"));
});

test("refuses a state of the first surface on the callback path of the second", async () => {
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "figma"));
  const answer = await user.visit(`/api/v1/oauth/figma/callback${callback.search}`);
  expect(getOutcome(answer)).toMatchObject({ service: "figma", error: "invalid_state" });
  expect(await countTokenCalls("figma")).toBe(0);
});

test("refuses to take a redirect's state by post, even from its own user", async () => {
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "figma"));
  const body = { code: getCode(callback), state: getState(callback) };
  const answer = await user.post("/api/integrations/figma/callback", body);
  expect(answer).toMatchObject({ status: 400, json: { code: "invalid_request", error: "Invalid state token" } });
  expect(await countTokenCalls("figma")).toBe(0);
});

test("names a redirect URI of its own for every provider", async () => {
  // Each begins one flow: a user may begin ten a minute.
  const uris = await Promise.all(
    providerIds.map(async (id) => (await startFlow(await createUser(), id)).searchParams.get("redirect_uri")),
  );
  expect(uris.map((uri) => new URL(uri ?? "").pathname)).toEqual(
    providerIds.map((id) => `/api/integrations/${id}/callback`),
  );
});
