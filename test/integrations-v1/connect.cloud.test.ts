import { beforeEach, expect, test } from "vitest";
import { providerIds } from "../../lib/provider-ids.ts";
import { getHandle } from "../integrations/support/callback.ts";
import { listConnections, problemAnswer } from "../integrations/support/connections.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { createOtherBrowser, createUser } from "../integrations/support/test-user.ts";
import { cloud } from "../support/cloud.ts";
import { giveConsent } from "../support/flow.ts";
import { askToConnect, connectIntegration, startIntegration } from "./support/integrations.ts";

beforeEach(resetWorld);

test("answers a start in the shape of its contract, and binds the browser", async () => {
  const { status, json, headers } = await askToConnect(await createUser(), "slack");
  const { authorization_url, state } = json as { authorization_url: string; state: string };
  expect(status).toBe(200);
  expect(json).toEqual({ success: true, authorization_url, state, provider: "slack" });
  expect(new URL(authorization_url).searchParams.get("state")).toBe(state);
  expect(headers.getSetCookie()).toEqual([
    expect.stringMatching(/^pb-[0-9a-f]{12}=[\w-]{43}; .*HttpOnly; SameSite=Lax$/),
  ]);
});

test.each(providerIds)(
  "connects %s over a callback of its own and sends the browser to the success page",
  async (id) => {
    const user = await createUser();
    const url = await startIntegration(user, id);
    expect(url.searchParams.get("redirect_uri")).toBe(`${cloud().origin}/api/v1/oauth/${id}/callback`);
    const { status, location } = await user.visit(await giveConsent(url));
    expect([status, location?.href]).toEqual([302, `${cloud().origin}/oauth/success?service=${id}`]);
    expect(await listConnections(user)).toMatchObject([{ provider: id, connected: true }]);
  },
);

test("sends the browser to the target that the client named, also after a denial", async () => {
  const user = await createUser();
  const target = `${cloud().origin}/assistant/integrations`;
  const callback = await giveConsent(await startIntegration(user, "slack", target));
  expect((await user.visit(callback)).location?.href).toBe(`${target}?service=slack`);
  const denied = await giveConsent(await startIntegration(user, "slack", target), { deny: true });
  expect((await user.visit(denied)).location?.href).toBe(`${target}?service=slack&error=access_denied`);
});

test.each([
  ["the provider's callback", "/api/v1/oauth/slack/callback"],
  ["the shared callback", "/api/v1/integrations/callback"],
])("takes %s as a redirect URI for no target, since it is ours to choose", async (_, path) => {
  const user = await createUser();
  const url = await startIntegration(user, "slack", cloud().origin + path);
  expect(url.searchParams.get("redirect_uri")).toBe(`${cloud().origin}/api/v1/oauth/slack/callback`);
  expect((await user.visit(await giveConsent(url))).location?.pathname).toBe("/oauth/success");
});

test.each([
  "https://evil.example/",
  "//evil.example",
  "/\\evil.example",
  "javascript:alert(1)",
  "https://localhost.evil.example/",
  "",
  7,
  [["/a", "/b"]],
  { href: "/" },
])("refuses %j as a target, by the client's own word for it", async (target) => {
  const answer = await askToConnect(await createUser(), "slack", target);
  expect(answer).toMatchObject(problemAnswer(400, "invalid_request"));
  expect(answer.json).toMatchObject({ field: "redirect_uri", error: expect.stringMatching(/^redirect_uri: /) });
});

test.each(["nonsense", "", "__proto__", "Slack", "../slack"])("refuses %j as a provider", async (name) => {
  const answer = await askToConnect(await createUser(), name);
  expect(answer).toMatchObject(problemAnswer(400, "invalid_request"));
  expect(answer.json).toMatchObject({ error: "Invalid service" });
});

test.each([{}, { provider: 7 }, { provider: ["slack"] }, { provider: null }, [[]]])(
  "refuses the body %j",
  async (body) => {
    const answer = await (await createUser()).post("/api/v1/integrations/connect", body);
    expect(answer).toMatchObject(problemAnswer(400, "invalid_request"));
  },
);

test("starts nothing without a token", async () => {
  expect((await askToConnect(createOtherBrowser(), "slack")).status).toBe(401);
});

test("asks an unknown browser to confirm, and connects when its user does", async () => {
  const user = await createUser();
  const callback = await giveConsent(await startIntegration(user, "slack"));
  const answer = await createOtherBrowser().visit(callback);
  const handle = getHandle(answer);
  const page = `${cloud().origin}/oauth/error?service=slack&error=confirm_required#handle=${handle}`;
  expect(answer.location?.href).toBe(page);
  expect(await listConnections(user)).toEqual([]);
  await user.post("/api/integrations/slack/confirm", { handle });
  expect(await listConnections(user)).toMatchObject([{ provider: "slack", connected: true }]);
});

test("counts as a start of the user", async () => {
  expect((await askToConnect(await createUser(), "figma")).headers.get("ratelimit-limit")).toBe("10");
});

test("connects an account once, on whichever surface", async () => {
  const user = await createUser();
  await connectIntegration(user, "slack");
  await connectIntegration(user, "slack");
  expect(await listConnections(user)).toHaveLength(1);
});
