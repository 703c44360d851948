// GET /api/oauth/callback and /auth/{provider}/callback: off in the deployed stage, and lent to two providers in these processes.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { finishFlowPermissions } from "../../infra/routes/permission-sets.ts";
import { surfacesFor } from "../../infra/routes.ts";
import { manifests } from "../../lib/providers/manifests.ts";
import { getCode, getState } from "../integrations/support/callback.ts";
import { listConnections } from "../integrations/support/connections.ts";
import { countTokenCalls, getSandbox } from "../integrations/support/facts.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { createUser, type TestUser } from "../integrations/support/test-user.ts";
import { readDeployedEnvironment } from "../support/aws.ts";
import { cloud } from "../support/cloud.ts";
import { httpEvent } from "../support/events.ts";
import { giveConsent } from "../support/flow.ts";
import { type LambdaProcess, startLambdaProcess } from "../support/lambda-process.ts";

const lent = { shared: "github", named: ["figma"] } as const;
const addresses = { github: "/api/oauth/callback", figma: "/auth/figma/callback" } as const;
type Lent = keyof typeof addresses;

let authorize: LambdaProcess;
let callbacks: Readonly<Record<Lent, LambdaProcess>>;
beforeAll(async () => {
  const environment = await readDeployedEnvironment("oauth-authorize");
  authorize = await startLambdaProcess("oauth/authorize", { ...environment, FORMER_CALLBACKS: JSON.stringify(lent) });
  const start = async (id: Lent) =>
    startLambdaProcess("oauth/callback", await readDeployedEnvironment(`oauth-callback-${id}`));
  callbacks = { github: await start("github"), figma: await start("figma") };
});
afterAll(() => Promise.all([authorize, callbacks.github, callbacks.figma].map((process) => process.stop())));
beforeEach(resetWorld);

/** Begins a flow as the stage that lends the addresses would; its cookie is stored in the user's browser. */
async function begin(user: TestUser, provider: Lent): Promise<URL> {
  const claims = { sub: user.sub, org: "acme" };
  const event = httpEvent({ on: "POST /api/oauth/authorize", claims, body: { provider, integrationId: "a" } });
  const { body = "", cookies = [] } = await authorize.invoke(event);
  user.cookies.store(cookies);
  return new URL(JSON.parse(body).authorizationUrl);
}

async function finish(user: TestUser, provider: Lent, query: Record<string, string>): Promise<URL> {
  const cookies = (user.cookies.header("/") ?? "").split("; ");
  const event = httpEvent({ on: `GET ${addresses[provider]}`, query, cookies });
  const { statusCode, headers } = await callbacks[provider].invoke(event);
  expect(statusCode).toBe(302);
  return new URL(String(headers?.location));
}

const readQuery = (url: URL) => Object.fromEntries(url.searchParams);

test.each(["github", "figma"] as const)(
  "finishes flows of %s under the address that is lent to it",
  async (provider) => {
    const user = await createUser();
    const url = await begin(user, provider);
    expect(url.searchParams.get("redirect_uri")).toBe(cloud().origin + addresses[provider]);
    const answer = await giveConsent(url);
    const { pathname, search } = await finish(user, provider, readQuery(answer));
    expect([pathname, search]).toEqual(["/integrations/success", "?success=true&integration_id=a"]);
    expect(await listConnections(user)).toMatchObject([{ provider, connected: true }]);
  },
);

test("takes no state of another provider, with whoever's code, and sends no code anywhere", async () => {
  const user = await createUser();
  const theirs = await giveConsent(await begin(user, "figma"));
  const ours = await giveConsent(await begin(user, "github"));
  for (const code of [getCode(theirs), getCode(ours)]) {
    const { search } = await finish(user, "github", { code, state: getState(theirs) });
    expect(search).toBe("?success=false&error=invalid_state");
  }
  expect([await countTokenCalls("figma"), await countTokenCalls("github")]).toEqual([0, 0]);
  expect((await getSandbox("figma").requests("/oauth")).every(({ body }) => !body.includes(getCode(ours)))).toBe(true);
  expect((await finish(user, "figma", readQuery(theirs))).pathname).toBe("/integrations/success");
});

test("takes no state of the provider's own callback, which takes none of its", async () => {
  const user = await createUser();
  const answer = await giveConsent(await begin(user, "github"));
  const own = await user.visit(`/api/oauth/callback/github${answer.search}`);
  expect(own.location?.search).toContain("invalid_state");
  expect((await finish(user, "github", readQuery(answer))).pathname).toBe("/integrations/success");
});

test("each is a row of the one provider's Lambda where the stage says so, and no row elsewhere", () => {
  const listRows = (settings: Parameters<typeof surfacesFor>[1]) =>
    Object.values(surfacesFor(manifests, settings))
      .flat()
      .filter(({ on }) => Object.values(addresses).some((path) => on === `GET ${path}`));
  expect(listRows({})).toEqual([]);
  const rows = listRows({ formerCallbacks: { shared: lent.shared, named: [...lent.named] } });
  expect(rows.map(({ on, run, provider }) => [on, run, provider])).toEqual([
    ["GET /auth/figma/callback", "oauth/callback", "figma"],
    ["GET /api/oauth/callback", "oauth/callback", "github"],
  ]);
  expect(rows[1]?.permissions).toEqual(expect.arrayContaining([...finishFlowPermissions("github")]));
});
