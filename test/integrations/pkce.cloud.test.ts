import { createHash } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { connect, consent, start } from "../support/flow.ts";
import { codeOf, outcomeOf, refused, stateOf, succeeded, withState } from "./support/callback.ts";
import { listOf } from "./support/connections.ts";
import { facts, sandboxOf, tokenCalls } from "./support/facts.ts";
import { freshWorld } from "./support/reset.ts";
import { someone } from "./support/someone.ts";
import { storedFor } from "./support/tables.ts";

beforeEach(freshWorld);

const withPkce = ["figma", "github", "gmail", "calendar"] as const;

async function tokenForm(provider: keyof typeof facts): Promise<URLSearchParams> {
  const [call] = await sandboxOf(provider).requests(facts[provider].tokenPath);
  return new URLSearchParams(call?.body);
}

test.each(withPkce)("challenges %s with S256 and brings the verifier that fits", async (provider) => {
  const user = await someone();
  const url = await start(user, provider);
  await user.visit(await consent(url));
  const verifier = (await tokenForm(provider)).get("code_verifier") ?? "";
  expect(verifier).toMatch(/^[A-Za-z0-9._~-]{43,128}$/);
  expect(url.searchParams.get("code_challenge_method")).toBe("S256");
  expect(url.searchParams.get("code_challenge")).toBe(createHash("sha256").update(verifier).digest("base64url"));
});

test("challenges Slack with nothing, which would make the app a public client for good", async () => {
  const user = await someone();
  const url = await start(user, "slack");
  await user.visit(await consent(url));
  expect([...url.searchParams.keys()].filter((name) => name.startsWith("code_challenge"))).toEqual([]);
  expect((await tokenForm("slack")).has("code_verifier")).toBe(false);
});

test.each(withPkce)("draws a fresh challenge for every start at %s", async (provider) => {
  const user = await someone();
  const challenges = [await start(user, provider), await start(user, provider)].map((url) =>
    url.searchParams.get("code_challenge"),
  );
  expect(challenges[0]).not.toBe(challenges[1]);
});

test.each(withPkce)(
  "connects nothing when a code of another flow at %s is put to the user's state",
  async (provider) => {
    const [user, other] = [await someone(), await someone()];
    const mine = await consent(await start(user, provider));
    const theirs = await consent(await start(other, provider), { account: facts[provider].otherAccount });
    const answer = await user.visit(withState(theirs, stateOf(mine)));
    expect(outcomeOf(answer)).toEqual(refused(provider, "provider_error"));
    expect(await tokenCalls(provider)).toBe(1);
    expect(await storedFor(user.sub)).toEqual([]);
  },
);

test("uses the state up when a foreign code was put to it", async () => {
  const [user, other] = [await someone(), await someone()];
  const mine = await consent(await start(user, "github"));
  const theirs = await consent(await start(other, "github"));
  await user.visit(withState(theirs, stateOf(mine)));
  expect(outcomeOf(await user.visit(mine))).toEqual(refused("github", "invalid_state"));
});

test("sends the redirect URI of the start with the code", async () => {
  const user = await someone();
  const url = await start(user, "github");
  const callback = await consent(url);
  expect(outcomeOf(await user.visit(callback))).toEqual(succeeded("github"));
  const form = await tokenForm("github");
  expect(form.get("redirect_uri")).toBe(url.searchParams.get("redirect_uri"));
  expect(form.get("code")).toBe(codeOf(callback));
});

test("makes one connection of one consent", async () => {
  const user = await someone();
  await connect(user, "github");
  expect(await listOf(user)).toHaveLength(1);
});
