// Front ends that catch the provider's redirect themselves and post what it carried.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readDeployedEnvironment } from "../support/aws.ts";
import { cloud } from "../support/cloud.ts";
import { httpEvent } from "../support/events.ts";
import { giveConsent } from "../support/flow.ts";
import { type LambdaProcess, startLambdaProcess } from "../support/lambda-process.ts";
import { sandbox } from "../support/sandbox.ts";
import { errorOutcome, getCode, getOutcome, getState } from "./support/callback.ts";
import { listConnections } from "./support/connections.ts";
import { countTokenCalls } from "./support/facts.ts";
import { resetWorld } from "./support/reset.ts";
import { isStored, setExpiry, stateKey } from "./support/tables.ts";
import { createUser, type TestUser } from "./support/test-user.ts";

const lambdas: Record<"start" | "catch-callback", LambdaProcess | undefined> = {
  start: undefined,
  "catch-callback": undefined,
};

/** The deployed Lambda's environment, with the setting that the stage under test does not have. */
async function launch(entry: keyof typeof lambdas): Promise<void> {
  const deployed = await readDeployedEnvironment(`integrations-${entry}-figma`);
  const { figma } = JSON.parse(deployed.PROVIDER_SETTINGS ?? "{}");
  const frontEndRedirect = `${cloud().origin}/figma/return`;
  const PROVIDER_SETTINGS = JSON.stringify({ figma: { ...figma, frontEndRedirect } });
  lambdas[entry] = await startLambdaProcess(`integrations/${entry}`, { ...deployed, PROVIDER_SETTINGS });
}

beforeAll(() => Promise.all([launch("start"), launch("catch-callback")]));
afterAll(() => Promise.all(Object.values(lambdas).map((lambda) => lambda?.stop())));
beforeEach(resetWorld);

const path = "/api/integrations/figma";
const createClaims = ({ sub }: TestUser) => ({ sub, org: "acme" });

async function begin(user: TestUser): Promise<URL> {
  const answer = await lambdas.start?.invoke(httpEvent({ on: `GET ${path}/auth`, claims: createClaims(user) }));
  return new URL(JSON.parse(answer?.body ?? "{}").authorizationUrl);
}

async function post(user: TestUser, body: unknown) {
  const event = httpEvent({ on: `POST ${path}/callback`, claims: createClaims(user), body });
  const answer = await lambdas["catch-callback"]?.invoke(event);
  return { status: answer?.statusCode, json: JSON.parse(answer?.body ?? "null") };
}

const toPostedCallback = (callback: URL) => ({ code: getCode(callback), state: getState(callback) });
const invalidState = {
  status: 400,
  json: { code: "invalid_request", error: "Invalid state token", message: "Invalid state token", success: false },
};

test("sends the provider's answer to the front end's own address", async () => {
  const callback = await giveConsent(await begin(await createUser()));
  expect(callback.origin + callback.pathname).toBe(`${cloud().origin}/figma/return`);
});

test("completes a flow whose redirect the front end received, in the shape of the contract", async () => {
  const user = await createUser();
  const { status, json } = await post(user, toPostedCallback(await giveConsent(await begin(user))));
  expect(status).toBe(200);
  expect(json).toEqual({
    success: true,
    message: "Figma connected successfully",
    data: { provider: "figma", permissions: expect.arrayContaining(["file_content:read"]), accountName: "Ada" },
  });
  expect(await listConnections(user)).toMatchObject([{ provider: "figma", connected: true }]);
});

test("refuses another user's token and leaves the state to its owner", async () => {
  const [user, other] = [await createUser(), await createUser()];
  const body = toPostedCallback(await giveConsent(await begin(user)));
  expect(await post(other, body)).toMatchObject(invalidState);
  expect(await countTokenCalls("figma")).toBe(0);
  expect((await post(user, body)).status).toBe(200);
  expect(await listConnections(other)).toEqual([]);
});

test.each([
  ["a random", () => "A".repeat(43)],
  ["an empty", () => ""],
  ["a state of 5 kB for", () => "s".repeat(5000)],
  ["a bit-flipped", (state: string) => state.slice(0, 20) + (state[20] === "A" ? "B" : "A") + state.slice(21)],
])("refuses %s state and asks for no token", async (_, change) => {
  const user = await createUser();
  const { code, state } = toPostedCallback(await giveConsent(await begin(user)));
  expect(await post(user, { code, state: change(state) })).toMatchObject(invalidState);
  expect(await countTokenCalls("figma")).toBe(0);
});

test("refuses a state that was already used", async () => {
  const user = await createUser();
  const body = toPostedCallback(await giveConsent(await begin(user)));
  await post(user, body);
  expect(await post(user, body)).toMatchObject(invalidState);
  expect(await countTokenCalls("figma")).toBe(1);
});

test("refuses a state past its time although its row is still there", async () => {
  const user = await createUser();
  const body = toPostedCallback(await giveConsent(await begin(user)));
  await setExpiry(stateKey(body.state), Math.floor(Date.now() / 1000) - 1);
  expect(await post(user, body)).toMatchObject(invalidState);
  expect(await countTokenCalls("figma")).toBe(0);
});

test("redeems a code once when it is posted ten times at once", async () => {
  const user = await createUser();
  const body = toPostedCallback(await giveConsent(await begin(user)));
  const answers = await Promise.all(Array.from({ length: 10 }, () => post(user, body)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(await countTokenCalls("figma")).toBe(1);
});

test("refuses a state of a posted callback on the redirect's path, without consuming it", async () => {
  const user = await createUser();
  const callback = await giveConsent(await begin(user));
  const answer = await user.visit(`${path}/callback${callback.search}`);
  expect(getOutcome(answer)).toEqual(errorOutcome("figma", "invalid_state"));
  expect(await isStored(stateKey(getState(callback)))).toBe(true);
});

test("connects nothing when a code of another flow is put to the user's state", async () => {
  const [user, other] = [await createUser(), await createUser()];
  const [mine, theirs] = [await giveConsent(await begin(user)), await giveConsent(await begin(other))];
  const { status, json } = await post(user, { code: getCode(theirs), state: getState(mine) });
  expect([status, json.code]).toEqual([502, "provider_error"]);
  expect(await listConnections(user)).toEqual([]);
});

test("passes an outage of the token endpoint on as one", async () => {
  await sandbox("figma").script({ path: "/v1/oauth/token", status: 503, body: {} });
  const user = await createUser();
  const { status, json } = await post(user, toPostedCallback(await giveConsent(await begin(user))));
  expect([status, json.code]).toEqual([503, "provider_unavailable"]);
});

test.each([
  {},
  { state: "s" },
  { code: "", state: "s" },
  { code: 1, state: "s" },
  { code: "c" },
  { code: "c", state: null },
  [],
])("refuses %j as a body", async (body) => {
  const { status, json } = await post(await createUser(), body);
  expect([status, json.code]).toEqual([400, "invalid_request"]);
});

test.each([{}, { code: null }, { code: "" }, { code: "code-of-somebody" }])(
  "ends the flow when the front end posts that access was not given, beside %j",
  async (beside) => {
    const user = await createUser();
    const callback = await giveConsent(await begin(user), { deny: true });
    expect(callback.searchParams.get("error")).toBe("access_denied");
    const body = { ...beside, error: "access_denied", state: getState(callback) };
    const { status, json } = await post(user, body);
    const message = "Access to Figma was not given. Nothing was connected.";
    expect([status, json]).toMatchObject([400, { code: "invalid_request", outcome: "access_denied", message }]);
    expect(await post(user, body)).toMatchObject(invalidState);
    expect(await countTokenCalls("figma")).toBe(0);
  },
);

test("leaves the state to its owner when somebody else posts a refusal", async () => {
  const [user, other] = [await createUser(), await createUser()];
  const body = toPostedCallback(await giveConsent(await begin(user)));
  expect(await post(other, { error: "access_denied", state: body.state })).toMatchObject(invalidState);
  expect((await post(user, body)).status).toBe(200);
});

test("takes members that the provider did not send as null or empty, as a page reads them from its query", async () => {
  const user = await createUser();
  const body = toPostedCallback(await giveConsent(await begin(user)));
  expect((await post(user, { ...body, error: null, iss: "" })).status).toBe(200);
});

test("clears the flow's cookie", async () => {
  const user = await createUser();
  const body = toPostedCallback(await giveConsent(await begin(user)));
  const event = httpEvent({ on: `POST ${path}/callback`, claims: createClaims(user), body });
  const answer = await lambdas["catch-callback"]?.invoke(event);
  expect(answer?.cookies?.join()).toMatch(/^pb-[0-9a-f]{12}=; Path=\/; Max-Age=0;/);
});

test.each([{ error: 1 }, { error: ["access_denied"] }, { error: "e".repeat(129) }, { iss: {} }])(
  "refuses a body with %j and leaves the state as it is",
  async (odd) => {
    const user = await createUser();
    const body = toPostedCallback(await giveConsent(await begin(user)));
    expect((await post(user, { ...body, ...odd })).status).toBe(400);
    expect((await post(user, body)).status).toBe(200);
  },
);

test("ignores fields that would change whose connection it is", async () => {
  const [user, victim] = [await createUser(), await createUser()];
  const more = { user: victim.sub, tenant: "c#globex", provider: "slack", scopes: ["admin"], status: "revoked" };
  const { json } = await post(user, { ...toPostedCallback(await giveConsent(await begin(user))), ...more });
  expect(json.data).toMatchObject({ provider: "figma" });
  expect(json.data.permissions).not.toContain("admin");
  expect(await listConnections(victim)).toEqual([]);
});
