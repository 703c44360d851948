// The token endpoint is down, slow or broken during a callback.
import { afterEach, beforeEach, expect, test } from "vitest";
import { elapsedWithoutStalls } from "../support/elapsed-without-stalls.ts";
import { giveConsent, startFlow } from "../support/flow.ts";
import { type ScriptedAnswer, sandbox } from "../support/sandbox.ts";
import { errorOutcome, getOutcome } from "./support/callback.ts";
import { countTokenCalls, facts } from "./support/facts.ts";
import { resetWorld } from "./support/reset.ts";
import { listStoredRows } from "./support/tables.ts";
import { createUser } from "./support/test-user.ts";

beforeEach(resetWorld);
afterEach(() => sandbox("github").forgetScripts());

async function finish(scripted: Omit<ScriptedAnswer, "path">) {
  await sandbox("github").script({ path: facts.github.tokenPath, times: 5, ...scripted });
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "github"));
  const { result, ms } = await elapsedWithoutStalls(() => user.visit(callback));
  return { outcome: getOutcome(result), seconds: ms / 1000, stored: await listStoredRows(user.sub) };
}

const outage = { outcome: errorOutcome("github", "provider_unavailable"), stored: [] };

test.each([
  ["hangs", { delayMs: 60_000 }],
  ["sends one byte a second", { dribbleMs: 1000, body: "{".repeat(60) }],
])("gives up within the total deadline when the endpoint %s", async (_, scripted) => {
  const ended = await finish(scripted);
  expect(ended).toMatchObject(outage);
  expect(ended.seconds).toBeLessThan(12);
  expect(await countTokenCalls("github")).toBe(1);
});

test.each([
  ["resets the connection", { drop: true as const }],
  ["answers 500", { status: 500, body: "oops" }],
  ["answers 502 with a token in it", { status: 502, body: { access_token: "t", token_type: "bearer" } }],
  ["answers 503", { status: 503, body: { error: "temporarily_unavailable" } }],
  ["answers 429", { status: 429, headers: { "retry-after": "30" }, body: {} }],
  ["answers 200 with HTML", { status: 200, headers: { "content-type": "text/html" }, body: "<html></html>" }],
  ["answers 200 with an array", { status: 200, body: [] }],
  ["answers 200 with null", { status: 200, body: "null", headers: { "content-type": "application/json" } }],
  ["answers 200 with nothing", { status: 200, body: "" }],
])("ends the flow as an outage and sends the code once when the endpoint %s", async (_, scripted) => {
  expect(await finish(scripted)).toMatchObject(outage);
  expect(await countTokenCalls("github")).toBe(1);
});

test.each([
  ["an error at 200", { status: 200, body: { error: "bad_verification_code", error_description: "no" } }],
  ["an error at 400", { status: 400, body: { error: "invalid_grant" } }],
  ["an unknown error", { status: 400, body: { error: "whatever_this_is" } }],
  ["a wrong client", { status: 200, body: { error: "incorrect_client_credentials" } }],
  ["50 MB", { body: { repeat: { text: "a", times: 50_000_000 } } }],
  ["a gzip bomb", { gzip: true as const, body: { repeat: { text: "0", times: 200_000_000 } } }],
  ["a redirect", { status: 302, headers: { location: "https://evil.example/token" }, body: {} }],
])("ends the flow as refused and sends the code once when the endpoint answers %s", async (_, scripted) => {
  const ended = await finish(scripted);
  expect(ended).toMatchObject({ outcome: errorOutcome("github", "provider_error"), stored: [] });
  expect(ended.seconds).toBeLessThan(12);
  expect(await countTokenCalls("github")).toBe(1);
});

test("ends the flow as refused when Slack says ok:false at 200", async () => {
  await sandbox("slack").script({ path: facts.slack.tokenPath, body: { ok: false, error: "invalid_code" } });
  const user = await createUser();
  const answer = await user.visit(await giveConsent(await startFlow(user, "slack")));
  expect(getOutcome(answer)).toEqual(errorOutcome("slack", "provider_error"));
  expect(await listStoredRows(user.sub)).toEqual([]);
});
