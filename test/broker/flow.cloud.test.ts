// POST /api/oauth/authorize and the callbacks: who may begin a flow, and where the browser ends.
import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { providerIds } from "../../lib/provider-ids.ts";
import { getCode, getHandle, getState } from "../integrations/support/callback.ts";
import { listConnections, problemAnswer } from "../integrations/support/connections.ts";
import { countTokenCalls } from "../integrations/support/facts.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { createOtherBrowser, createUser } from "../integrations/support/test-user.ts";
import { cloud } from "../support/cloud.ts";
import { giveConsent } from "../support/flow.ts";
import { asService, authorize, beginFlow, readStatus, readToken } from "./support/services.ts";

beforeEach(resetWorld);

const createName = () => `crm_${randomUUID()}`;
const resultPage = (page: string) => `${cloud().origin}/integrations/${page}`;

test.each(providerIds.filter((id) => ["figma", "slack", "github", "gmail", "calendar"].includes(id)))(
  "connects %s for a user who begins it, and says how it went",
  async (provider) => {
    const user = await createUser();
    const integrationId = createName();
    const url = await beginFlow(user, { provider, integrationId });
    expect(url.searchParams.get("redirect_uri")).toBe(`${cloud().origin}/api/oauth/callback/${provider}`);
    const { status, location, headers } = await user.visit(await giveConsent(url));
    expect([status, location?.href]).toEqual([
      302,
      `${resultPage("success")}?success=true&integration_id=${integrationId}`,
    ]);
    expect(headers.get("set-cookie")).toContain("Max-Age=0");
    expect(await listConnections(user)).toMatchObject([{ provider, connected: true }]);
  },
);

test("goes on to the target that the caller names, where that is allowed", async () => {
  const user = await createUser();
  const redirectUri = `${cloud().origin}/done?from=desk`;
  const url = await beginFlow(user, { provider: "figma", integrationId: "design", redirectUri });
  const { location } = await user.visit(await giveConsent(url));
  expect(location?.href).toBe(`${redirectUri}&success=true&integration_id=design`);
});

test.each(["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])(
  "refuses %s as a target",
  async (redirectUri) => {
    const answer = await authorize(await createUser(), { provider: "figma", integrationId: "a", redirectUri });
    expect(answer).toMatchObject(problemAnswer(400, "invalid_request"));
  },
);

test("takes a callback of ours for no target at all", async () => {
  const user = await createUser();
  const redirectUri = `${cloud().origin}/api/oauth/callback/figma`;
  const url = await beginFlow(user, { provider: "figma", integrationId: "a", redirectUri });
  expect((await user.visit(await giveConsent(url))).location?.pathname).toBe("/integrations/success");
});

test("says that access was denied, and which integration it is", async () => {
  const user = await createUser();
  const url = await beginFlow(user, { provider: "figma", integrationId: "design" });
  const { location } = await user.visit(await giveConsent(url, { deny: true }));
  expect(location?.href).toBe(`${resultPage("error")}?success=false&error=access_denied&integration_id=design`);
  expect(await countTokenCalls("figma")).toBe(0);
});

test("says no more than that the state is wrong where it is", async () => {
  const user = await createUser();
  const { location } = await user.visit(`${cloud().origin}/api/oauth/callback/figma?code=c&state=s`);
  expect(location?.href).toBe(`${resultPage("error")}?success=false&error=invalid_state`);
});

test("takes no state of another surface or provider, and they take none of its", async () => {
  const user = await createUser();
  const ours = await giveConsent(await beginFlow(user, { provider: "figma", integrationId: "a" }));
  for (const other of [
    "/api/integrations/figma/callback",
    "/api/v1/oauth/figma/callback",
    "/api/oauth/callback/github",
  ]) {
    const query = new URLSearchParams({ code: getCode(ours), state: getState(ours) });
    expect((await user.visit(`${other}?${query}`)).location?.search).toContain("invalid_state");
  }
  expect(await countTokenCalls("figma")).toBe(0);
  expect((await user.visit(ours)).location?.pathname).toBe("/integrations/success");
});

test("the former addresses are no callbacks unless the stage says so", async () => {
  const user = await createUser();
  for (const path of ["/api/oauth/callback", "/auth/epic/callback"])
    expect((await user.visit(`${path}?code=c&state=s`)).status).toBe(404);
});

test("a flow that a service began ends in a confirmation, which its user gives", async () => {
  const [user, service] = [await createUser(), await asService()];
  const integrationId = createName();
  const begun = await authorize(service, { provider: "figma", integrationId, userId: user.sub });
  expect(begun).toMatchObject({ status: 200, json: { success: true } });
  expect(begun.headers.get("set-cookie")).toBeNull();
  const browser = createOtherBrowser();
  const { location } = await browser.visit(await giveConsent(new URL(Object(begun.json).authorizationUrl)));
  expect(location?.href.replace(/handle=.*/, "handle=")).toBe(
    `${resultPage("error")}?success=false&error=confirm_required&provider=figma&integration_id=${integrationId}#handle=`,
  );
  const named = { userId: user.sub, integrationId };
  expect((await readToken(service, named)).status).toBe(404);
  const handle = location?.hash.slice("#handle=".length);
  expect((await user.post("/api/integrations/figma/confirm", { handle })).status).toBe(200);
  expect(await readStatus(service, named)).toMatchObject({ status: 200, json: { connected: true, provider: "figma" } });
  expect(await readToken(service, named)).toMatchObject({ status: 200, json: { success: true } });
});

test("nobody but the user whom the service named can confirm, and an attempt ends it", async () => {
  const [user, stranger, service] = [await createUser(), await createUser(), await asService()];
  const url = await beginFlow(service, { provider: "figma", integrationId: "a", userId: user.sub });
  const handle = getHandle(await createOtherBrowser().visit(await giveConsent(url)));
  for (const who of [stranger, user])
    expect(await who.post("/api/integrations/figma/confirm", { handle })).toMatchObject(
      problemAnswer(404, "not_found"),
    );
  expect(await listConnections(user)).toEqual([]);
});

test("a name means the account that was connected under it last", async () => {
  const user = await createUser();
  const service = await asService();
  const integrationId = createName();
  for (const account of ["ada", "ben"]) {
    const url = await beginFlow(user, { provider: "figma", integrationId });
    await user.visit(await giveConsent(url, { account }));
  }
  const [newest, oldest] = (await listConnections(user)).sort((a, b) => (a.accountName < b.accountName ? 1 : -1));
  const { json } = await readToken(service, { userId: user.sub, integrationId });
  expect(json).toEqual((await readToken(service, { userId: user.sub, integrationId: newest?.id ?? "" })).json);
  expect(json).not.toEqual((await readToken(service, { userId: user.sub, integrationId: oldest?.id ?? "" })).json);
});

const wanted = { provider: "figma", integrationId: "a" };

test.each([
  ["a service that names no user", "voice-agents", wanted, 400],
  ["a service that names the tenant", "voice-agents", { ...wanted, userId: "acme" }, 400],
  ["a service for a user of another tenant", "voice-agents", { ...wanted, userId: "u", tenantId: "globex" }, 403],
  ["a service without the right", "one-provider", { ...wanted, userId: "u" }, 403],
  ["a service for no provider of ours", "voice-agents", { ...wanted, provider: "custom", userId: "u" }, 404],
  ["a service with a name of two lines", "voice-agents", { ...wanted, integrationId: "a\nb", userId: "u" }, 400],
] as const)("refuses %s", async (_, clientId, body, status) => {
  expect((await authorize(await asService(clientId), body)).status).toBe(status);
});

test("refuses a user who begins a flow for somebody else", async () => {
  const [user, other] = [await createUser(), await createUser()];
  expect(await authorize(user, { ...wanted, userId: other.sub })).toMatchObject(problemAnswer(403, "forbidden"));
  expect((await authorize(user, { ...wanted, userId: user.sub })).status).toBe(200);
});
