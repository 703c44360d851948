import { describe, expect, test } from "vitest";
import { providerIds } from "../../lib/provider-ids.ts";
import { asUser } from "../support/api.ts";
import { connectInBrowser } from "../support/flow.ts";
import { connectAccount, getSandbox } from "./support/account.ts";
import { listAuditedActions } from "./support/audit.ts";
import { listRedemptions } from "./support/calls.ts";
import { resetBeforeEach } from "./support/reset.ts";

resetBeforeEach();

describe.each(providerIds)("POST /api/integrations/%s/refresh", (id) => {
  test("renews at once, however fresh the token is, and answers the connection", async () => {
    await getSandbox(id).behave({ rotation: true });
    const account = await connectAccount(id);
    const before = await account.readStored();
    const answer = await account.user.post(`/api/integrations/${id}/refresh`);
    expect(answer).toMatchObject({
      status: 200,
      json: { id: before.id, provider: id, connected: true, status: "connected" },
    });
    expect((await account.readStored()).version).not.toBe(before.version);
  });
});

test("shows no token, sealed or not", async () => {
  const account = await connectAccount("figma");
  const answer = await account.user.post("/api/integrations/figma/refresh");
  expect(answer.text).not.toMatch(/figu_|figur_|"(tokens|version|lease|due)"/);
});

test("leaves connectedAt as it was", async () => {
  const account = await connectAccount("figma");
  await account.change({ connectedAt: 1_700_000_000 });
  const answer = await account.user.post("/api/integrations/figma/refresh");
  expect(answer.json).toMatchObject({ connectedAt: "2023-11-14T22:13:20.000Z" });
});

test("is audited", async () => {
  const account = await connectAccount("figma");
  await account.user.post("/api/integrations/figma/refresh");
  expect(await listAuditedActions(account)).toEqual(["connect", "refresh"]);
});

test("is limited to six a minute, and says so", async () => {
  const account = await connectAccount("github");
  // One more than twice the limit per minute, since a new minute may begin in between.
  const calls = Array.from({ length: 13 }, () => account.user.post("/api/integrations/github/refresh"));
  const answers = await Promise.all(calls);
  const refused = answers.find(({ status }) => status === 429);
  expect(refused?.json).toMatchObject({ code: "rate_limited" });
  expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(answers.find(({ status }) => status === 200)?.headers.get("ratelimit-limit")).toBe("6");
});

test("answers 404 where nothing is connected", async () => {
  const user = await asUser({ sub: crypto.randomUUID(), org: "acme" });
  expect(await user.post("/api/integrations/figma/refresh")).toMatchObject({
    status: 404,
    json: { code: "not_connected" },
  });
});

test("answers 404 for somebody else's account, and renews nothing", async () => {
  const account = await connectAccount("figma");
  const { id } = await account.readStored();
  const stranger = await asUser({ sub: crypto.randomUUID(), org: account.person.org });
  await connectInBrowser(stranger, "figma");
  expect((await stranger.post(`/api/integrations/figma/refresh?account=${id}`)).status).toBe(404);
  expect(await listRedemptions("figma")).toEqual([]);
});

test("renews the account that is named", async () => {
  await getSandbox("slack").behave({ rotation: true });
  const acme = await connectAccount("slack", { account: "acme" });
  const { id } = await acme.readStored();
  await connectInBrowser(acme.user, "slack", { account: "globex" });
  const answer = await acme.user.post(`/api/integrations/slack/refresh?account=${id}`);
  expect(answer.json).toMatchObject({ id, accountName: "Acme" });
});

test("passes a provider's limit on", async () => {
  const account = await connectAccount("gmail");
  await account.setRemainingSeconds(-10);
  await getSandbox("gmail").script({ path: "/token", status: 429, headers: { "retry-after": "7" } });
  const answer = await account.user.post("/api/integrations/gmail/refresh");
  expect(answer.status).toBe(429);
  expect(answer.headers.get("retry-after")).toBe("7");
});

test("asks for a reconnect when the grant is gone", async () => {
  const account = await connectAccount("gmail");
  await getSandbox("gmail").revokeGrants();
  expect(await account.user.post("/api/integrations/gmail/refresh")).toMatchObject({
    status: 409,
    json: { code: "reconnect_required", reconnectUrl: expect.any(String) },
  });
  expect((await account.readStored()).status).toBe("reconnect_needed");
});
