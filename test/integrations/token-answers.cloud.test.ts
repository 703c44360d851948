// Odd token answers: invalid tokens and unusual lifetimes.
import { beforeEach, expect, test } from "vitest";
import { giveConsent, startFlow } from "../support/flow.ts";
import { sandbox } from "../support/sandbox.ts";
import { errorOutcome, getOutcome, successOutcome } from "./support/callback.ts";
import { listConnections } from "./support/connections.ts";
import { facts } from "./support/facts.ts";
import { resetWorld } from "./support/reset.ts";
import { listStoredRows } from "./support/tables.ts";
import { createUser, type TestUser } from "./support/test-user.ts";

beforeEach(resetWorld);

async function finish(answer: Record<string, unknown>) {
  await sandbox("github").script(
    {
      path: facts.github.tokenPath,
      body: { token_type: "bearer", scope: "repo", ...answer } as Record<string, string>,
    },
    { path: "/user", body: { id: 1, login: "octo" } },
  );
  const user = await createUser();
  return { user, outcome: getOutcome(await user.visit(await giveConsent(await startFlow(user, "github")))) };
}

test.each([
  ["no access token", {}],
  ["an empty access token", { access_token: "" }],
  ["a number for an access token", { access_token: 5 }],
  ["an object for an access token", { access_token: { value: "t" } }],
  ["token type mac", { access_token: "token", token_type: "mac" }],
  ["no token type", { access_token: "token", token_type: null }],
])("refuses an answer with %s", async (_, answer) => {
  const { user, outcome } = await finish(answer);
  expect(outcome).toEqual(errorOutcome("github", "provider_error"));
  expect(await listStoredRows(user.sub)).toEqual([]);
});

const day = 86_400;
const nowSeconds = () => Date.now() / 1000;

/** The stored expiry of a connection's token, in epoch seconds. */
async function getExpiry(user: TestUser): Promise<number> {
  const [connection] = await listConnections(user);
  return Date.parse(String(connection?.expiresAt)) / 1000;
}

test.each([
  ["a string", "3600", 3600],
  ["a fraction", 3600.7, 3600],
  ["absurdly long", 1e12, 366 * day],
])("bounds a lifetime that is %s", async (_, expires_in, seconds) => {
  const from = nowSeconds();
  const { user, outcome } = await finish({ access_token: "token", expires_in });
  const until = nowSeconds();
  expect(outcome).toEqual(successOutcome("github"));
  const issuedAt = (await getExpiry(user)) - seconds;
  expect(issuedAt).toBeGreaterThan(from - 1);
  expect(issuedAt).toBeLessThanOrEqual(until);
});

test.each([
  ["absent", undefined],
  ["negative", -1],
  ["zero", 0],
  ["no number", "soon"],
  ["null", null],
])(
  "takes a token to live until it is revoked when its lifetime is %s and the provider assumes none",
  async (_, expires_in) => {
    const { user, outcome } = await finish({
      access_token: "token",
      ...(expires_in === undefined ? {} : { expires_in }),
    });
    expect(outcome).toEqual(successOutcome("github"));
    expect(await listConnections(user)).toMatchObject([{ expiresAt: null, isExpired: false, connected: true }]);
  },
);

test("assumes the provider's usual lifetime when the answer names none", async () => {
  await sandbox("google").script(
    { path: facts.gmail.tokenPath, body: { access_token: "token", token_type: "Bearer" } },
    { path: "/v1/userinfo", body: { sub: "1", email: "ada@example.com" } },
  );
  const user = await createUser();
  const from = nowSeconds();
  await user.visit(await giveConsent(await startFlow(user, "gmail")));
  const until = nowSeconds();
  const issuedAt = (await getExpiry(user)) - 3599;
  expect(issuedAt).toBeGreaterThan(from - 1);
  expect(issuedAt).toBeLessThanOrEqual(until);
});

test.each([
  ["answers 500", { status: 500, body: {} }, "provider_unavailable"],
  ["answers HTML", { status: 200, body: "<html>" }, "provider_error"],
  ["answers without an id", { status: 200, body: { login: "octo" } }, "provider_error"],
])("connects nothing when the account cannot be read: it %s", async (_, scripted, code) => {
  await sandbox("github").script({ path: "/user", ...scripted });
  const user = await createUser();
  const answer = await user.visit(await giveConsent(await startFlow(user, "github")));
  expect(getOutcome(answer)).toEqual(errorOutcome("github", code));
  expect(await listStoredRows(user.sub)).toEqual([]);
});
