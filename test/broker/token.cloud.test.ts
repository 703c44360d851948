// POST /api/oauth/token, status and revoke: who gets what of whose connections.
import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Account, createAccount } from "../connections/support/account.ts";
import { problemAnswer } from "../integrations/support/connections.ts";
import { countTokenCalls, getSandbox } from "../integrations/support/facts.ts";
import { asUser, type Browser, createBrowser } from "../support/api.ts";
import { connectInBrowser, giveConsent } from "../support/flow.ts";
import { spy } from "../support/spy.ts";
import { listAudit } from "./support/audit.ts";
import { asService, beginFlow, readStatus, readToken, revoke } from "./support/services.ts";

const notConnected = { ...problemAnswer(404, "not_connected") };

interface Connected {
  readonly account: Account;
  readonly named: { readonly userId: string; readonly integrationId: string };
}

/** A user with an account connected under a name of the service's. */
async function connectNamed(provider: "figma" | "gmail" | "slack" = "gmail", org = "acme"): Promise<Connected> {
  const person = { sub: `user-${randomUUID()}`, org };
  const user = await asUser(person);
  const integrationId = `${provider}_${randomUUID()}`;
  await user.visit(await giveConsent(await beginFlow(user, { provider, integrationId })));
  return { account: createAccount(provider, person, user), named: { userId: person.sub, integrationId } };
}

let service: Browser;
let callCenter: Browser;
let shared: Connected;
beforeAll(async () => {
  [service, callCenter, shared] = await Promise.all([asService(), asService("call-center"), connectNamed()]);
});
beforeEach(() => spy.forget());

describe("a token", () => {
  test("is answered with its end, and works at the provider", async () => {
    const { json, status, headers } = await readToken(service, shared.named);
    expect([status, headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect(json).toEqual({ success: true, accessToken: expect.any(String), expiresAt: expect.any(String) });
    const { accessToken, expiresAt } = Object(json);
    const { tokens } = await shared.account.readStored();
    expect(Date.parse(expiresAt)).toBe(1000 * (tokens.default?.expiresAt ?? 0));
    const sandbox = getSandbox("gmail");
    const asked = await fetch(`${sandbox.url()}/gmail/v1/users/me/profile`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(asked.status).toBe(200);
  });

  test("of an account that was connected elsewhere answers to the list's id", async () => {
    const person = { sub: `user-${randomUUID()}`, org: "acme" };
    const user = await asUser(person);
    await connectInBrowser(user, "figma");
    const { id } = await createAccount("figma", person, user).readStored();
    const { json } = await readToken(service, { userId: person.sub, integrationId: id });
    expect(json).toMatchObject({ success: true, accessToken: expect.any(String) });
  });

  test("is the person's where an account has a bot's too", async () => {
    const { named } = await connectNamed("slack");
    expect(Object((await readToken(service, named)).json).accessToken).toMatch(/^xox[ep]/);
  });

  test("is renewed where that is due, once however many ask", async () => {
    const { account, named } = await connectNamed();
    const before = Object((await readToken(service, named)).json).accessToken;
    await account.setRemainingSeconds(-10);
    await getSandbox("gmail").forgetRequests();
    const answers = await Promise.all(Array.from({ length: 8 }, () => readToken(service, named)));
    const tokens = new Set(answers.map(({ json }) => Object(json).accessToken));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect([tokens.size, tokens.has(before)]).toEqual([1, false]);
    expect(await countTokenCalls("gmail")).toBe(1);
  });

  test("is audited: who read it, whose it is, why, and from where", async () => {
    const { named, account } = await connectNamed();
    await readToken(service, named, { "x-purpose": "call c-17" });
    const { id } = await account.readStored();
    expect((await listAudit("c#acme", named.userId)).at(-1)).toMatchObject({
      ...{ action: "token_read", actor: "service:voice-agents", provider: "gmail", connection: id },
      ...{ purpose: "call c-17", ip: expect.any(String), requestId: expect.any(String) },
    });
  });

  test("is not answered while its read cannot be audited", async () => {
    await spy.breakNext({ service: "dynamodb", operation: "PutItem", keyPrefix: "audit#", action: "deny" });
    const answer = await readToken(service, shared.named);
    expect([answer.status >= 500, answer.text.includes("accessToken")]).toEqual([true, false]);
  });

  test("costs a counter, a read and an audit row, and no call of the key service", async () => {
    await readToken(service, shared.named);
    const made = await spy.during(() => readToken(service, shared.named), "oauth-token");
    expect(made).toEqual(["dynamodb UpdateItem counter#", "dynamodb Query owner#", "dynamodb PutItem audit#"]);
  });

  test("is nobody's where there is none: 404 with the old words", async () => {
    const answer = await readToken(service, { ...shared.named, integrationId: "nothing" });
    expect(answer).toMatchObject(notConnected);
    expect(answer.json).toMatchObject({ message: "No tokens found. Re-authentication required.", success: false });
  });

  test("that is gone for good is 409, with where to connect again", async () => {
    const { account, named } = await connectNamed("figma");
    await account.change({ status: "reconnect_needed" });
    const answer = await readToken(service, named);
    expect(answer).toMatchObject(problemAnswer(409, "reconnect_required"));
    expect(Object(answer.json).reconnectUrl).toContain("reconnect=");
  });
});

describe("a token is refused", () => {
  test("to a service of another tenant, which is audited there", async () => {
    const { named } = await connectNamed("gmail", "globex");
    for (const headers of [{ "x-tenant-id": "globex" }, {}]) {
      const answer = await readToken(
        service,
        { ...named, ...("x-tenant-id" in headers ? {} : { tenantId: "globex" }) },
        headers,
      );
      expect(answer).toMatchObject(problemAnswer(403, "forbidden"));
    }
    const refused = (await listAudit("c#globex", named.userId)).filter(({ action }) => action === "service_refused");
    expect(refused).toMatchObject(Array(2).fill({ actor: "service:voice-agents", reason: "foreign_tenant" }));
    expect((await readToken(callCenter, named, { "x-tenant-id": "globex" })).status).toBe(200);
  });

  test("where the call names one tenant and the user is another's", async () => {
    const { named } = await connectNamed("gmail", "globex");
    expect(await readToken(service, named)).toMatchObject(notConnected);
    expect(await readToken(callCenter, named, { "x-tenant-id": "acme" })).toMatchObject(notConnected);
  });

  test("for a provider that the service's entry does not name, which is audited", async () => {
    const { named } = await connectNamed("gmail");
    expect(await readToken(await asService("one-provider"), named)).toMatchObject(problemAnswer(403, "forbidden"));
    expect((await listAudit("c#acme", named.userId)).at(-1)).toMatchObject({
      ...{ action: "service_refused", reason: "foreign_provider", actor: "service:one-provider", provider: "gmail" },
    });
  });

  test("to users, their own included, to administrators, and to nobody", async () => {
    const administrator = await asUser({ sub: "dana", org: "acme", role: "admin" });
    for (const user of [shared.account.user, administrator])
      expect(await readToken(user, shared.named)).toMatchObject(problemAnswer(403, "forbidden"));
    expect((await readToken(createBrowser(), shared.named)).status).toBe(401);
  });

  test("to a user whose token carries the scope of services", async () => {
    const { userId: sub } = shared.named;
    const disguised = await asService("voice-agents", { sub });
    expect(await readToken(disguised, shared.named)).toMatchObject(problemAnswer(403, "forbidden"));
    expect(await disguised.get("/api/integrations")).toMatchObject(problemAnswer(403, "forbidden"));
  });

  test("to a page: no request with an origin is answered", async () => {
    const answer = await readToken(service, shared.named, { origin: "http://localhost" });
    expect(answer).toMatchObject(problemAnswer(403, "forbidden"));
  });

  test("with a purpose of two lines", async () => {
    const answer = await readToken(service, shared.named, { "x-purpose": "é" });
    expect(answer).toMatchObject(problemAnswer(400, "invalid_request"));
  });
});

describe("the status", () => {
  test("says the same to the user and to the service, and no token", async () => {
    const { account, named } = shared;
    const own = await readStatus(account.user, { integrationId: named.integrationId });
    expect(own.json).toEqual({
      ...{ success: true, connected: true, provider: "gmail", status: "connected", expiresAt: expect.any(String) },
    });
    expect((await readStatus(service, named)).json).toEqual(own.json);
  });

  test("is 404 for anybody else's, also where the user is called like the tenant", async () => {
    const other = await asUser({ sub: "acme", org: "acme" });
    for (const named of [
      shared.named,
      { ...shared.named, userId: "acme" },
      { integrationId: shared.named.integrationId },
    ])
      expect(await readStatus(other, named)).toMatchObject(problemAnswer(404, "not_found"));
  });

  test("must be connected again once the provider refused", async () => {
    const { account, named } = await connectNamed("figma");
    await account.change({ status: "reconnect_needed" });
    const { json } = await readStatus(service, named);
    expect(json).toMatchObject({ connected: false, status: "expired", reconnectUrl: expect.any(String) });
  });
});

describe("revoking", () => {
  test.each(["the service", "the user"])("by %s ends it at once, and says the same when repeated", async (who) => {
    const { account, named } = await connectNamed();
    const caller = who === "the service" ? service : account.user;
    for (let time = 0; time < 2; time++)
      expect(await revoke(caller, named)).toMatchObject({
        ...{ status: 200, json: { success: true, message: "Integration revoked successfully" } },
      });
    expect(await readToken(service, named)).toMatchObject(notConnected);
  });

  test("of somebody else's does nothing", async () => {
    const other = await asUser({ sub: `user-${randomUUID()}`, org: "acme" });
    expect((await revoke(other, shared.named)).status).toBe(200);
    expect((await readToken(service, shared.named)).status).toBe(200);
    expect((await revoke(await asService("one-provider"), shared.named)).status).toBe(403);
  });
});
