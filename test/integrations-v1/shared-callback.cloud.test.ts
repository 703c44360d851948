// GET /api/v1/integrations/callback: lent to no provider in the deployed stage, and to GitHub in these processes.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { finishFlowPermissions } from "../../infra/routes/permission-sets.ts";
import { surfacesFor } from "../../infra/routes.ts";
import { manifests } from "../../lib/providers/manifests.ts";
import { getCode, getState } from "../integrations/support/callback.ts";
import { listConnections } from "../integrations/support/connections.ts";
import { countTokenCalls, getSandbox } from "../integrations/support/facts.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { createOtherBrowser, createUser, type TestUser } from "../integrations/support/test-user.ts";
import { readDeployedEnvironment } from "../support/aws.ts";
import { cloud } from "../support/cloud.ts";
import { httpEvent } from "../support/events.ts";
import { giveConsent, startFlow } from "../support/flow.ts";
import { type LambdaProcess, startLambdaProcess } from "../support/lambda-process.ts";
import { startIntegration } from "./support/integrations.ts";

const lent = { SHARED_CALLBACK: "github" };
const path = "/api/v1/integrations/callback";

let connect: LambdaProcess;
let callback: LambdaProcess;
beforeAll(async () => {
  const connectEnvironment = await readDeployedEnvironment("integrations-v1-connect");
  connect = await startLambdaProcess("integrations-v1/connect", { ...connectEnvironment, ...lent });
  const callbackEnvironment = await readDeployedEnvironment("oauth-v1-callback-github");
  callback = await startLambdaProcess("oauth-v1/callback", callbackEnvironment);
});
afterAll(() => Promise.all([connect.stop(), callback.stop()]));
beforeEach(resetWorld);

/** Begins a flow as the stage that lends the callback would; its cookie is stored in the user's browser. */
async function start(user: TestUser, provider: string): Promise<URL> {
  const claims = { sub: user.sub, org: "acme" };
  const event = httpEvent({ on: "POST /api/v1/integrations/connect", claims, body: { provider } });
  const { body = "", cookies = [] } = await connect.invoke(event);
  user.cookies.store(cookies);
  return new URL(JSON.parse(body).authorization_url);
}

async function finish(user: TestUser, query: Record<string, string>): Promise<URL> {
  const cookies = [user.cookies.header("/") ?? ""];
  const { statusCode, headers } = await callback.invoke(httpEvent({ on: `GET ${path}`, query, cookies }));
  expect(statusCode).toBe(302);
  return new URL(String(headers?.location));
}

const readQuery = (url: URL) => Object.fromEntries(url.searchParams);

test.each([
  ["", "nothing"],
  ["?code=c&state=s", "an answer"],
  ["?error=access_denied&state=s", "a denial"],
])("is off by default: with %s it reads nothing and sends the browser to the error page", async (query) => {
  const { status, location } = await createOtherBrowser().visit(path + query);
  expect([status, location?.href]).toEqual([302, `${cloud().origin}/oauth/error?error=not_configured`]);
});

test("leaves a flow usable whose answer came to it while it was off, and redeems no code", async () => {
  const user = await createUser();
  const answer = await giveConsent(await startIntegration(user, "github"));
  const { location } = await user.visit(path + answer.search);
  expect(location?.search).toBe("?error=not_configured");
  expect(await countTokenCalls("github")).toBe(0);
  expect((await user.visit(answer)).location?.pathname).toBe("/oauth/success");
});

test("finishes flows of the one provider that it is lent to, under its own address", async () => {
  const user = await createUser();
  const url = await start(user, "github");
  expect(url.searchParams.get("redirect_uri")).toBe(cloud().origin + path);
  const answer = await giveConsent(url);
  expect(answer.pathname).toBe(path);
  expect((await finish(user, readQuery(answer))).href).toBe(`${cloud().origin}/oauth/success?service=github`);
  expect(await listConnections(user)).toMatchObject([{ provider: "github", connected: true }]);
  const [redeemed] = await getSandbox("github").requests("/login/oauth/access_token");
  expect(redeemed?.body).toContain(encodeURIComponent(path));
});

test("leaves every other provider its own callback", async () => {
  const url = await start(await createUser(), "figma");
  expect(url.searchParams.get("redirect_uri")).toBe(`${cloud().origin}/api/v1/oauth/figma/callback`);
});

test("takes no state of another provider, with whoever's code, and uses none up", async () => {
  const user = await createUser();
  const theirs = await giveConsent(await start(user, "figma"));
  const ours = await giveConsent(await start(user, "github"));
  for (const query of [
    { code: getCode(theirs), state: getState(theirs) },
    { code: getCode(ours), state: getState(theirs) },
  ]) {
    expect((await finish(user, query)).search).toBe("?service=github&error=invalid_state");
  }
  expect([await countTokenCalls("figma"), await countTokenCalls("github")]).toEqual([0, 0]);
  expect((await user.visit(theirs)).location?.pathname).toBe("/oauth/success");
});

test("takes no state of the provider's other callbacks, and they take none of its", async () => {
  const user = await createUser();
  const first = await giveConsent(await startFlow(user, "github"));
  expect((await finish(user, readQuery(first))).search).toBe("?service=github&error=invalid_state");
  const shared = await giveConsent(await start(user, "github"));
  for (const other of ["/api/v1/oauth/github/callback", "/api/integrations/github/callback"]) {
    expect((await user.visit(other + shared.search)).location?.search).toContain("invalid_state");
  }
  expect(await countTokenCalls("github")).toBe(0);
});

test("asks a browser that did not begin the flow to confirm", async () => {
  const [user, other] = [await createUser(), await createUser()];
  const answer = await giveConsent(await start(user, "github"));
  const page = await finish(other, readQuery(answer));
  expect(page.search).toBe("?service=github&error=confirm_required");
  expect(page.hash).toMatch(/^#handle=[\w-]{43}$/);
  expect(await listConnections(user)).toEqual([]);
});

test("may do nothing while it is off, and is its one provider's callback while it is lent", () => {
  const listRows = (stage: Parameters<typeof surfacesFor>[1]) =>
    Object.values(surfacesFor(manifests, stage))
      .flat()
      .filter(({ on }) => on === `GET ${path}`);
  expect(listRows({})).toMatchObject([{ run: "integrations-v1/callback", permissions: [] }]);
  const permissions = finishFlowPermissions("github");
  expect(listRows({ sharedCallback: "github" })).toMatchObject([
    { run: "oauth-v1/callback", provider: "github", permissions },
  ]);
});
