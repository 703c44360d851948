import { describe, expect, test } from "vitest";
import { connectAccount, getSandbox, nowSeconds } from "./support/account.ts";
import { listRedemptions, tokenPath, useAccount } from "./support/calls.ts";
import { resetBeforeEach } from "./support/reset.ts";

resetBeforeEach();

test("keeps the refresh token when the answer brings none", async () => {
  const account = await connectAccount("gmail");
  const before = (await account.readStored()).tokens.default?.refresh;
  await account.setRemainingSeconds(-10);
  expect((await useAccount(account)).status).toBe(200);
  expect((await account.readStored()).tokens.default?.refresh).toEqual(before);
});

test("the kept refresh token serves the next time too", async () => {
  const account = await connectAccount("gmail");
  for (const _ of [1, 2]) {
    await account.setRemainingSeconds(-10);
    await getSandbox("gmail").expireTokens();
    expect((await useAccount(account)).status).toBe(200);
  }
  const tokens = (await listRedemptions("gmail")).map(({ body }) => new URLSearchParams(body).get("refresh_token"));
  expect(tokens).toHaveLength(2);
  expect(new Set(tokens).size).toBe(1);
});

test("a rotated refresh token replaces the one before", async () => {
  await getSandbox("figma").behave({ rotation: true });
  const account = await connectAccount("figma");
  for (const _ of [1, 2]) {
    await account.setRemainingSeconds(-10);
    expect((await useAccount(account)).status).toBe(200);
  }
  const tokens = (await listRedemptions("figma")).map(({ body }) => new URLSearchParams(body).get("refresh_token"));
  expect(new Set(tokens).size).toBe(2);
});

/** Refreshes a Google account with an answer of the given lifetime. @returns what is stored */
async function renewWithLifetime(expires_in: unknown) {
  const account = await connectAccount("calendar");
  await account.setRemainingSeconds(-10);
  const access_token = "ya29.scripted";
  const body = { access_token, token_type: "Bearer", ...(expires_in === undefined ? {} : { expires_in }) };
  await getSandbox("calendar").script({ path: tokenPath.calendar, body: JSON.parse(JSON.stringify(body)) });
  // The scripted token is valid for nobody, so the data call is scripted too.
  await getSandbox("calendar").script({ path: "/calendar/*", times: 9, body: { items: [] } });
  expect((await useAccount(account)).status).toBe(200);
  return account;
}

describe.each([
  ["0", 0, 3599],
  ["absent", undefined, 3599],
  ["a negative number", -5, 3599],
  ["a numeric string", "1800", 1800],
  ["absurdly large", 1e12, 366 * 86_400],
  ["30 seconds", 30, 30],
])("a lifetime that is %s", (_, expiresIn, believed) => {
  test(`is taken for ${believed} seconds`, async () => {
    const from = nowSeconds();
    const account = await renewWithLifetime(expiresIn);
    const until = nowSeconds();
    const { expiresAt } = (await account.readStored()).tokens.default ?? {};
    expect(expiresAt).toBeGreaterThanOrEqual(from + believed);
    expect(expiresAt).toBeLessThanOrEqual(until + believed);
  });

  test("does not cause a refresh with every call", async () => {
    const account = await renewWithLifetime(expiresIn);
    for (const _ of [1, 2, 3]) await useAccount(account);
    expect(await listRedemptions("calendar")).toHaveLength(1);
  });
});

test("renews when less than five minutes of an hour are left, not before", async () => {
  const account = await connectAccount("calendar");
  await account.setRemainingSeconds(310);
  await useAccount(account);
  expect(await listRedemptions("calendar")).toEqual([]);
  await account.setRemainingSeconds(290);
  await useAccount(account);
  expect(await listRedemptions("calendar")).toHaveLength(1);
});

test("a token that never ends is never renewed", async () => {
  const account = await connectAccount("github");
  expect((await account.readStored()).tokens.default).not.toHaveProperty("expiresAt");
  expect((await useAccount(account)).status).toBe(200);
  expect((await account.user.post("/api/integrations/github/refresh")).status).toBe(200);
  expect(await listRedemptions("github")).toEqual([]);
});

test("scopes that a refresh takes away show as missing, with the way to get them back", async () => {
  const account = await connectAccount("calendar");
  await account.setRemainingSeconds(-10);
  const scope = "openid https://www.googleapis.com/auth/calendar.events";
  const body = { access_token: "ya29.scripted", token_type: "Bearer", expires_in: 3599, scope };
  await getSandbox("calendar").script({ path: tokenPath.calendar, body });
  await getSandbox("calendar").script({ path: "/calendar/*", body: { items: [] } });
  await useAccount(account);
  const missingScopes = expect.arrayContaining(["https://www.googleapis.com/auth/calendar.calendarlist.readonly"]);
  const listed = await account.user.get("/api/integrations");
  expect(listed.json).toMatchObject({
    integrations: [{ scopes: scope.split(" "), missingScopes, reconnectUrl: expect.any(String), connected: true }],
  });
});
