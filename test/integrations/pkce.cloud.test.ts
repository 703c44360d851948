import { createHash } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { connectInBrowser, giveConsent, startFlow } from "../support/flow.ts";
import { errorOutcome, getCode, getOutcome, getState, successOutcome, withState } from "./support/callback.ts";
import { listConnections } from "./support/connections.ts";
import { countTokenCalls, facts, getSandbox } from "./support/facts.ts";
import { resetWorld } from "./support/reset.ts";
import { listStoredRows } from "./support/tables.ts";
import { createUser } from "./support/test-user.ts";

beforeEach(resetWorld);

const withPkce = ["figma", "github", "gmail", "calendar", "salesforce"] as const;

async function tokenForm(provider: keyof typeof facts): Promise<URLSearchParams> {
  const [call] = await getSandbox(provider).requests(facts[provider].tokenPath);
  return new URLSearchParams(call?.body);
}

test.each(withPkce)("challenges %s with S256 and brings the verifier that fits", async (provider) => {
  const user = await createUser();
  const url = await startFlow(user, provider);
  await user.visit(await giveConsent(url));
  const verifier = (await tokenForm(provider)).get("code_verifier") ?? "";
  expect(verifier).toMatch(/^[A-Za-z0-9._~-]{43,128}$/);
  expect(url.searchParams.get("code_challenge_method")).toBe("S256");
  expect(url.searchParams.get("code_challenge")).toBe(createHash("sha256").update(verifier).digest("base64url"));
});

test("sends Slack no challenge, which would make the app a public client for good", async () => {
  const user = await createUser();
  const url = await startFlow(user, "slack");
  await user.visit(await giveConsent(url));
  expect([...url.searchParams.keys()].filter((name) => name.startsWith("code_challenge"))).toEqual([]);
  expect((await tokenForm("slack")).has("code_verifier")).toBe(false);
});

test.each(withPkce)("draws a fresh challenge for every start at %s", async (provider) => {
  const user = await createUser();
  const challenges = [await startFlow(user, provider), await startFlow(user, provider)].map((url) =>
    url.searchParams.get("code_challenge"),
  );
  expect(challenges[0]).not.toBe(challenges[1]);
});

test.each(withPkce)(
  "connects nothing when a code of another flow at %s is put to the user's state",
  async (provider) => {
    const [user, other] = [await createUser(), await createUser()];
    const mine = await giveConsent(await startFlow(user, provider));
    const theirs = await giveConsent(await startFlow(other, provider), { account: facts[provider].otherAccount });
    const answer = await user.visit(withState(theirs, getState(mine)));
    expect(getOutcome(answer)).toEqual(errorOutcome(provider, "provider_error"));
    expect(await countTokenCalls(provider)).toBe(1);
    expect(await listStoredRows(user.sub)).toEqual([]);
  },
);

test("consumes the state when it comes with a foreign code", async () => {
  const [user, other] = [await createUser(), await createUser()];
  const mine = await giveConsent(await startFlow(user, "github"));
  const theirs = await giveConsent(await startFlow(other, "github"));
  await user.visit(withState(theirs, getState(mine)));
  expect(getOutcome(await user.visit(mine))).toEqual(errorOutcome("github", "invalid_state"));
});

test("sends the redirect URI of the start with the code", async () => {
  const user = await createUser();
  const url = await startFlow(user, "github");
  const callback = await giveConsent(url);
  expect(getOutcome(await user.visit(callback))).toEqual(successOutcome("github"));
  const form = await tokenForm("github");
  expect(form.get("redirect_uri")).toBe(url.searchParams.get("redirect_uri"));
  expect(form.get("code")).toBe(getCode(callback));
});

test("creates one connection for one consent", async () => {
  const user = await createUser();
  await connectInBrowser(user, "github");
  expect(await listConnections(user)).toHaveLength(1);
});
