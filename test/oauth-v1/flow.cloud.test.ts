import { beforeEach, expect, test } from "vitest";
import { type ProviderId, providerIds } from "../../lib/provider-ids.ts";
import { buildCallbackPath, getHandle } from "../integrations/support/callback.ts";
import { listConnections, problemAnswer } from "../integrations/support/connections.ts";
import { getSandbox } from "../integrations/support/facts.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { waitUntilAllRevoked } from "../integrations/support/revoker.ts";
import { createOtherBrowser, createUser, type TestUser } from "../integrations/support/test-user.ts";
import { cloud } from "../support/cloud.ts";
import { giveConsent } from "../support/flow.ts";
import { flowParams } from "../support/flow-params.ts";

beforeEach(resetWorld);

async function start(user: TestUser, service: ProviderId, query = ""): Promise<URL> {
  const { json } = await user.get(`/api/v1/oauth/${service}/start${query}`);
  return new URL((json as { authUrl: string }).authUrl);
}

test("answers a start in the shape of its contract", async () => {
  const { status, json } = await (await createUser()).get("/api/v1/oauth/slack/start");
  const { authUrl, state } = json as { authUrl: string; state: string };
  expect(status).toBe(200);
  expect(json).toEqual({ success: true, data: { authUrl, state }, authUrl, state });
  expect(new URL(authUrl).searchParams.get("state")).toBe(state);
});

test("binds the browser and names its own callback", async () => {
  const { headers, json } = await (await createUser()).get("/api/v1/oauth/slack/start");
  expect(headers.getSetCookie()).toEqual([
    expect.stringMatching(/^pb-[0-9a-f]{12}=[\w-]{43}; .*HttpOnly; SameSite=Lax$/),
  ]);
  const redirectUri = new URL((json as { authUrl: string }).authUrl).searchParams.get("redirect_uri");
  expect(redirectUri).toBe(`${cloud().origin}/api/v1/oauth/slack/callback`);
});

test.each(providerIds)("connects %s and sends the browser to the success page", async (service) => {
  const user = await createUser();
  const params = new URLSearchParams({ params: JSON.stringify(flowParams[service] ?? {}) });
  const { status, location } = await user.visit(await giveConsent(await start(user, service, `?${params}`)));
  expect(status).toBe(302);
  expect(location?.href).toBe(`${cloud().origin}/oauth/success?service=${service}`);
  expect(await listConnections(user)).toMatchObject([{ provider: service, connected: true }]);
});

test("sends the browser to the error page with a code of the closed set", async () => {
  const user = await createUser();
  const { location } = await user.visit(await giveConsent(await start(user, "slack"), { deny: true }));
  expect(location?.href).toBe(`${cloud().origin}/oauth/error?service=slack&error=access_denied`);
});

test("refuses a callback with two codes, and leaves its state usable", async () => {
  const user = await createUser();
  const callback = await giveConsent(await start(user, "slack"));
  const { location } = await user.visit(`${callback}&code=other`);
  expect(location?.href).toBe(`${cloud().origin}/oauth/error?service=slack&error=invalid_state`);
  expect(await getSandbox("slack").requests("/api/oauth.v2.access")).toEqual([]);
  expect((await user.visit(callback)).location?.pathname).toBe("/oauth/success");
});

test.each([
  ["a missing", ""],
  ["a random", `&state=${"A".repeat(43)}`],
])("sends the browser to the error page for %s state, without a token call", async (_, state) => {
  const { location } = await createOtherBrowser().visit(`/api/v1/oauth/slack/callback?code=c${state}`);
  expect(location?.href).toBe(`${cloud().origin}/oauth/error?service=slack&error=invalid_state`);
  expect(await getSandbox("slack").requests("/api/oauth.v2.access")).toEqual([]);
});

test("refuses its state on the first surface's callback", async () => {
  const user = await createUser();
  const callback = await giveConsent(await start(user, "slack"));
  const { location } = await user.visit(buildCallbackPath("slack", Object.fromEntries(callback.searchParams)));
  expect(location?.search).toBe("?provider=slack&status=error&error=invalid_state");
});

test("refuses the wrong browser", async () => {
  const user = await createUser();
  const callback = await giveConsent(await start(user, "slack"));
  user.cookies.store([`${user.cookies.names()[0]}=${"A".repeat(43)}; Path=/`]);
  expect((await user.visit(callback)).location?.search).toBe("?service=slack&error=wrong_browser");
});

test("asks an unknown browser to confirm, with the handle in the fragment", async () => {
  const user = await createUser();
  const answer = await createOtherBrowser().visit(await giveConsent(await start(user, "slack")));
  const { location } = answer;
  const expected = `${cloud().origin}/oauth/error?service=slack&error=confirm_required#handle=${getHandle(answer)}`;
  expect(location?.href).toBe(expected);
  expect(await listConnections(user)).toEqual([]);
});

test("confirms at the one endpoint that serves all surfaces", async () => {
  const user = await createUser();
  const handle = getHandle(await createOtherBrowser().visit(await giveConsent(await start(user, "slack"))));
  const answer = await user.post("/api/integrations/slack/confirm", { handle });
  expect(answer).toMatchObject({ status: 200, json: { provider: "slack", connected: true } });
  expect((await user.get("/api/v1/oauth/slack/status")).json).toMatchObject({ connected: true });
});

test("revokes the grant when somebody else confirms", async () => {
  const [user, victim] = [await createUser(), await createUser()];
  const handle = getHandle(await createOtherBrowser().visit(await giveConsent(await start(user, "slack"))));
  const answer = await victim.post("/api/integrations/slack/confirm", { handle });
  expect(answer).toMatchObject(problemAnswer(404, "not_found"));
  await waitUntilAllRevoked("slack");
});

test("sends the browser back to where the flow was started from", async () => {
  const user = await createUser();
  const { location } = await user.visit(
    await giveConsent(await start(user, "slack", "?returnTo=%2Fassistant%2Fsetup")),
  );
  expect(location?.href).toBe(`${cloud().origin}/assistant/setup?service=slack`);
});

test("refuses a foreign target to return to", async () => {
  const answer = await (await createUser()).get("/api/v1/oauth/slack/start?returnTo=https%3A%2F%2Fevil.example");
  expect(answer).toMatchObject(problemAnswer(400, "invalid_request"));
});
