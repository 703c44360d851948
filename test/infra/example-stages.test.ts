// The stage files that show how an operator configures an old system, and what the conformance suites take over from them.
import { expect, test } from "vitest";
import { isEphemeral } from "../../infra/config.ts";
import { loadDeployableStage, loadStage } from "../../infra/load-stage.ts";
import { readLikeness } from "../../infra/local/likeness.ts";
import { synthesize } from "./support/synthesized.ts";

const local = { origin: "http://localhost:1", issuer: "http://localhost:2" };

test.each(["studio", "assistant"])("%s is a stage that can be synthesized", { timeout: 300_000 }, async (name) => {
  const config = await loadDeployableStage(name, "npm run deploy");
  expect(config.stage).toBe(name);
  expect(synthesize(config).map((stack) => stack.name)).toContain(`patchbay-${name}-api`);
});

const withoutAddresses = (jwt: readonly { readonly issuer: string }[]) => jwt.map(({ issuer: _, ...entry }) => entry);

test.each([
  ["teststudio", "studio"],
  ["testassist", "assistant"],
])("%s has the tokens, the aliases and the callback pages of %s, and is no stage to deploy", async (name, example) => {
  const { jwt, aliases, providers } = await loadStage(example);
  const likeness = readLikeness(name, local);
  expect(withoutAddresses(likeness?.jwt ?? [])).toEqual(withoutAddresses(jwt));
  expect(likeness?.aliases).toEqual(aliases);
  const redirects = Object.entries(providers).filter(([, { frontEndRedirect }]) => frontEndRedirect !== undefined);
  expect(Object.keys(likeness?.frontEndRedirects ?? {})).toEqual(redirects.map(([id]) => id));
  for (const redirect of Object.values(likeness?.frontEndRedirects ?? {}))
    expect(new URL(redirect).origin).toBe(local.origin);
  expect(isEphemeral({ stage: name })).toBe(true);
  await expect(loadDeployableStage(name, "npm run deploy")).rejects.toThrow("is reserved");
});

test("every other stage is like none", () => {
  for (const name of ["local", "test", "studio", "dev"]) expect(readLikeness(name, local)).toBeUndefined();
});
