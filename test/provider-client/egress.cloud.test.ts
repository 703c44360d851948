import { expect, test } from "vitest";
import { connectAccount, getSandbox } from "../connections/support/account.ts";
import { createUseEvent, listRedemptions } from "../connections/support/calls.ts";
import { startDataContainer } from "../connections/support/containers.ts";
import { resetBeforeEach } from "../connections/support/reset.ts";
import { readDeployedEnvironment } from "../support/aws.ts";
import { sandbox } from "../support/sandbox.ts";

resetBeforeEach();

/** The deployed settings of GitHub with some other endpoints. */
async function deployedWithEndpoints(
  endpoints: (origin: string) => Record<string, string>,
): Promise<Record<string, string>> {
  const { PROVIDER_SETTINGS = "{}" } = await readDeployedEnvironment("github-list-repositories-github");
  const { github } = JSON.parse(PROVIDER_SETTINGS);
  const changed = { ...github.endpoints, ...endpoints(sandbox("github").url()) };
  return { PROVIDER_SETTINGS: JSON.stringify({ github: { ...github, endpoints: changed } }) };
}

test.each([
  ["a user name before the host", (origin: string) => ({ api: origin.replace("http://", "http://localhost@") })],
  ["a password before the host", (origin: string) => ({ api: origin.replace("http://", "http://a:b@") })],
])("a data call refuses an endpoint with %s", async (_, endpoints) => {
  const account = await connectAccount("github");
  await getSandbox("github").forgetRequests();
  const lambda = await startDataContainer("github", await deployedWithEndpoints(endpoints));
  expect((await lambda.invoke(createUseEvent(account))).statusCode).toBe(502);
  expect(await getSandbox("github").requests()).toEqual([]);
});

test("a refresh goes to the configured token endpoint and nowhere else", async () => {
  await getSandbox("github").behave({ rotation: true });
  const account = await connectAccount("github");
  await account.setRemainingSeconds(-10);
  const elsewhere = `${sandbox("figma").url()}/login/oauth/access_token`;
  const lambda = await startDataContainer("github", await deployedWithEndpoints(() => ({ token: elsewhere })));
  await lambda.invoke(createUseEvent(account));
  expect(await listRedemptions("github")).toEqual([]);
  expect(await sandbox("figma").requests("/login/oauth/access_token")).toHaveLength(1);
});

test.each(["figma", "github", "gmail", "calendar", "slack"] as const)(
  "a redirect in an answer of %s is not followed, so that no token goes along",
  async (provider) => {
    const account = await connectAccount(provider);
    const location = `${sandbox(provider === "figma" ? "github" : "figma").url()}/stolen`;
    await getSandbox(provider).script({ path: "/*", status: 307, headers: { location }, times: 9 });
    const lambda = await startDataContainer(provider);
    expect((await lambda.invoke(createUseEvent(account))).statusCode).toBeGreaterThanOrEqual(500);
    expect(await sandbox(provider === "figma" ? "github" : "figma").requests("/stolen")).toEqual([]);
  },
);

test("a redirect of the token endpoint is not followed, so that no secret goes along", async () => {
  const account = await connectAccount("gmail");
  await account.setRemainingSeconds(-10);
  const location = `${sandbox("figma").url()}/stolen`;
  await getSandbox("gmail").script({ path: "/token", status: 307, headers: { location } });
  const lambda = await startDataContainer("gmail");
  expect((await lambda.invoke(createUseEvent(account))).statusCode).toBeGreaterThanOrEqual(500);
  expect(await sandbox("figma").requests("/stolen")).toEqual([]);
});
