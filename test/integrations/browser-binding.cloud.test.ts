import { beforeEach, expect, test } from "vitest";
import { readDeployedEnvironment } from "../support/aws.ts";
import { httpEvent } from "../support/events.ts";
import { giveConsent, startFlow } from "../support/flow.ts";
import { startLambdaProcess } from "../support/lambda-process.ts";
import { errorOutcome, getHandle, getOutcome, successOutcome } from "./support/callback.ts";
import { listConnections } from "./support/connections.ts";
import { countTokenCalls } from "./support/facts.ts";
import { resetWorld } from "./support/reset.ts";
import { listStoredRows } from "./support/tables.ts";
import { createOtherBrowser, createUser } from "./support/test-user.ts";

beforeEach(resetWorld);

test("sets a cookie of the flow's own that lasts fifteen minutes and is out of scripts' reach", async () => {
  const user = await createUser();
  const { headers } = await user.get("/api/integrations/figma/auth");
  expect(headers.getSetCookie()).toEqual([
    expect.stringMatching(/^pb-[0-9a-f]{12}=[\w-]{43}; Path=\/; Max-Age=900; HttpOnly; SameSite=Lax$/),
  ]);
});

test("sets a __Host- cookie that is Secure wherever the origin is not plain http", async () => {
  const environment = await readDeployedEnvironment("integrations-start-figma");
  const PUBLIC_BASE_URL = "https://app.example.com";
  const lambda = await startLambdaProcess("integrations/start", { ...environment, PUBLIC_BASE_URL });
  const claims = { sub: "behind-https", org: "acme" };
  const { cookies } = await lambda.invoke(httpEvent({ on: "GET /api/integrations/figma/auth", claims }));
  await lambda.stop();
  expect(cookies).toEqual([
    expect.stringMatching(/^__Host-pb-[0-9a-f]{12}=[\w-]{43}; Path=\/; Max-Age=900; HttpOnly; SameSite=Lax; Secure$/),
  ]);
});

test("clears the cookie when the flow is over", async () => {
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "figma"));
  const [name] = user.cookies.names();
  const { headers } = await user.visit(callback);
  expect(headers.getSetCookie()).toEqual([`${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`]);
  expect(user.cookies.names()).toEqual([]);
});

test("refuses a browser whose cookie has another value and asks for no token", async () => {
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "figma"));
  user.cookies.store([`${user.cookies.names()[0]}=${"A".repeat(43)}; Path=/`]);
  expect(getOutcome(await user.visit(callback))).toEqual(errorOutcome("figma", "wrong_browser"));
  expect(await countTokenCalls("figma")).toBe(0);
  expect(await listStoredRows(user.sub)).toEqual([]);
});

test("refuses an empty cookie of the right name like a wrong one", async () => {
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "figma"));
  user.cookies.store([`${user.cookies.names()[0]}=; Path=/`]);
  expect(getOutcome(await user.visit(callback))).toEqual(errorOutcome("figma", "wrong_browser"));
});

test("consumes the state when the browser is the wrong one", async () => {
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "figma"));
  const [name] = user.cookies.names();
  const right = user.cookies.header("/") ?? "";
  user.cookies.store([`${name}=${"A".repeat(43)}; Path=/`]);
  await user.visit(callback);
  user.cookies.store([`${right}; Path=/`]);
  expect(getOutcome(await user.visit(callback))).toEqual(errorOutcome("figma", "invalid_state"));
});

test("sends an unknown browser back with a handle in the fragment and nowhere else", async () => {
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "figma"));
  const answer = await createOtherBrowser().visit(callback);
  const handle = getHandle(answer);
  expect(getOutcome(answer)).toEqual({
    httpStatus: 302,
    provider: "figma",
    status: "confirm",
    fragment: `#handle=${handle}`,
  });
  expect(answer.location?.search).not.toContain(handle);
  expect([answer.text, answer.headers.getSetCookie().join()].join()).not.toContain(handle);
});

test("shows a grant that waits for confirmation in nobody's list", async () => {
  const user = await createUser();
  await createOtherBrowser().visit(await giveConsent(await startFlow(user, "figma")));
  expect(await listConnections(user)).toEqual([]);
  const available = await user.get("/api/integrations/available");
  expect(available.json).toContainEqual(expect.objectContaining({ id: "figma", connected: false }));
});

test("treats a browser that has only another flow's cookie as unknown", async () => {
  const [user, other] = [await createUser(), await createUser()];
  await startFlow(other, "figma");
  const callback = await giveConsent(await startFlow(user, "figma"));
  expect(getOutcome(await other.visit(callback))).toMatchObject({ status: "confirm" });
});

test("finishes a flow in the browser that began it", async () => {
  const user = await createUser();
  expect(getOutcome(await user.visit(await giveConsent(await startFlow(user, "figma"))))).toEqual(
    successOutcome("figma"),
  );
});
