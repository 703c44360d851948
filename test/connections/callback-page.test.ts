import { createHash } from "node:crypto";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { PageOutcome } from "../../lib/connections/callback-page.ts";
import { toItem } from "../../lib/store/item.ts";
import type { OAuthState } from "../../lib/store/oauth-states.ts";
import type { Item } from "../../lib/store/table.ts";
import { logged } from "../http/lambda-environment.ts";
import { createAcme } from "../support/acme-provider.ts";
import { acceptMessage, awsError, configureProviders, startAwsStandIn } from "../support/aws-stand-in.ts";
import { openVault } from "../support/open-vault.ts";
import { json, startTestServer } from "../support/test-server.ts";
import { acmeFlow } from "./support/acme-flow.ts";

const aws = await startAwsStandIn();
const end = await startTestServer();
const { deriveCodeVerifier } = await import("../../lib/oauth/code-verifier.ts");
const { redirectCallback } = await import("../../lib/connections/callback-page.ts");
afterAll(() => Promise.all([aws.close(), end.close()]));

const now = 1_800_000_000;
const provider = createAcme(end.url);
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const cookieName = `__Host-pb-${sha256("state-1").slice(0, 12)}`;

const flow: OAuthState = { ...acmeFlow, browser: sha256("s3cret"), returnTo: "https://app.example.com/back" };

/** Makes the store return this flow once. */
function storeFlow(row: OAuthState) {
  let isThere = true;
  aws.on("UpdateItem", () => {
    const play = isThere ? json({ Attributes: toItem(row) }) : awsError("ConditionalCheckFailedException");
    isThere = false;
    return play;
  });
}

beforeEach(() => {
  aws.forget();
  configureProviders(aws, { acme: "acme-client" });
  storeFlow(flow);
  aws.on("SendMessage", acceptMessage);
  for (const operation of ["PutItem", "TransactWriteItems"]) aws.on(operation, () => json({}));
  end.requests.length = 0;
  logged.length = 0;
  end.play = json({ access_token: "at-hunter2", token_type: "bearer", scope: "read" });
});

type Query = Parameters<typeof redirectCallback>[1]["query"];
const good: Query = { code: "code-hunter2", state: "state-1" };

async function visit(
  query: Query = good,
  cookies: Record<string, string> = { [cookieName]: "s3cret" },
  rawQuery = String(new URLSearchParams(Object.entries(query))),
) {
  let outcome: PageOutcome | undefined;
  const origin = { ip: "192.0.2.1", requestId: "r-1" };
  const request = { query, rawQuery, cookies: new Map(Object.entries(cookies)), origin };
  const getDestination = (_: unknown, ended: PageOutcome, { returnTo }: { returnTo?: string | undefined }) => {
    outcome = ended;
    return returnTo ?? "https://app.example.com/default";
  };
  const answer = await redirectCallback({ provider, route: "integrations", getDestination }, request, {
    now: () => now,
    fetch,
    vault: openVault,
  });
  return { answer, outcome, tokenCalls: end.requests.length };
}

test("finishes the flow in the browser it began in", async () => {
  expect(await visit()).toMatchObject({ outcome: { status: "success" }, tokenCalls: 1 });
});

test("goes back to where the flow was started for, and clears its cookie", async () => {
  expect((await visit()).answer).toMatchObject({
    statusCode: 302,
    headers: { location: "https://app.example.com/back" },
    cookies: [`${cookieName}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure`],
  });
});

test("shows neither code nor token to the browser", async () => {
  expect(JSON.stringify((await visit()).answer)).not.toContain("hunter2");
});

test("logs neither code nor token nor state", async () => {
  await visit();
  end.play = json({ error: "bad", error_description: "at-hunter2" }, 400);
  storeFlow(flow);
  await visit();
  expect(logged.length).toBeGreaterThan(0);
  expect(logged.join("")).not.toMatch(/hunter2|state-1|s3cret/);
});

test("refuses another browser and sends the code to nobody", async () => {
  expect(await visit(good, { [cookieName]: "guess" })).toMatchObject({
    outcome: { status: "error", code: "wrong_browser" },
    tokenCalls: 0,
  });
});

test("lets a flow without its cookie wait for its user, under a handle of 256 random bits", async () => {
  const { outcome } = await visit(good, {});
  expect(outcome?.status).toBe("confirm");
  const handle = outcome?.status === "confirm" ? outcome.handle : "";
  expect(Buffer.from(handle, "base64url")).toHaveLength(32);
  expect(JSON.stringify(aws.calls)).not.toContain(handle);
});

test("queues the revocation of a grant that nobody confirms, after five minutes", async () => {
  await visit(good, {});
  const sent = aws.calls.find(({ operation }) => operation === "SendMessage");
  const delay = Number(sent?.input.DelaySeconds);
  expect([delay > 300, delay < 310]).toEqual([true, true]);
});

test.each<[string, Query]>([
  ["no state", { code: "c" }],
  ["an empty state", { code: "c", state: "" }],
  ["a state of ten thousand characters", { code: "c", state: "x".repeat(10_000) }],
])("ends with invalid_state for %s, as for one that nobody knows", async (_, query) => {
  aws.on("UpdateItem", () => awsError("ConditionalCheckFailedException"));
  const [known, unknown] = [await visit(query), await visit({ code: "c", state: "guess" })];
  expect([known.outcome, known.tokenCalls, known.answer.headers]).toEqual([unknown.outcome, 0, unknown.answer.headers]);
  expect(known.outcome).toEqual({ status: "error", code: "invalid_state" });
});

test("ends with invalid_state for a state that was used before", async () => {
  await visit();
  expect(await visit()).toMatchObject({ outcome: { code: "invalid_state" }, tokenCalls: 1 });
});

test("ends with expired for a state whose row is still there", async () => {
  storeFlow({ ...flow, expiresAt: now });
  expect(await visit()).toMatchObject({ outcome: { code: "expired" }, tokenCalls: 0 });
});

test("asks the store only for a state of this provider, redirect URI and delivery", async () => {
  await visit();
  const values = aws.calls.find(({ operation }) => operation === "UpdateItem")?.input.ExpressionAttributeValues;
  expect(values).toEqual({
    ":provider": { S: "acme" },
    ":redirectUri": { S: flow.redirectUri },
    ":delivery": { S: "get" },
    ":caller": { S: expect.stringMatching(/^[\da-f-]{36}$/) },
  });
});

test("uses a state up under a mark that no other call has", async () => {
  await visit();
  await visit();
  const marks = aws.calls.filter(({ operation }) => operation === "UpdateItem").map(({ input }) => input);
  const callers = marks.map(({ ExpressionAttributeValues: values }) => (values as Item)[":caller"]?.S);
  expect(new Set(callers).size).toBe(2);
});

test("redeems the code with the verifier of the state and the row's salt", async () => {
  const { codeVerifier: _, ...rest } = flow;
  storeFlow({ ...rest, verifierSalt: "c2FsdA" });
  await visit();
  const form = new URLSearchParams(end.requests[0]?.body);
  expect(form.get("code_verifier")).toBe(deriveCodeVerifier("state-1", "c2FsdA"));
});

test("redeems the code of a flow that an earlier release began with the verifier in its row", async () => {
  await visit();
  expect(new URLSearchParams(end.requests[0]?.body).get("code_verifier")).toBe(flow.codeVerifier);
});

test.each([
  ["code", "code=code-hunter2&state=state-1&code=other"],
  ["code, one of them encoded", "code=code-hunter2&state=state-1&c%6fde=other"],
  ["the same code", "code=code-hunter2&state=state-1&code=code-hunter2"],
  ["state", "code=code-hunter2&state=state-1&state=state-2"],
  ["error", "error=access_denied&state=state-1&error=server_error"],
  ["iss", "code=code-hunter2&state=state-1&iss=https%3A%2F%2Fa.example&iss=https%3A%2F%2Fb.example"],
  ["an empty code", "code=code-hunter2&state=state-1&code"],
])("refuses a response with %s twice before it asks anybody", async (_, rawQuery) => {
  expect(await visit(good, undefined, rawQuery)).toMatchObject({
    outcome: { status: "error", code: "invalid_state" },
    tokenCalls: 0,
    answer: { cookies: [] },
  });
  expect(aws.calls).toEqual([]);
  expect(logged.join("")).not.toContain('"CallbackFailed"');
  const suspicions = logged.filter((line) => line.includes('"CallbackSuspicious":1')).map((line) => JSON.parse(line));
  expect(suspicions).toMatchObject([
    { _aws: { CloudWatchMetrics: [{ Dimensions: [["stage"]] }] }, outcome: "invalid_state" },
  ]);
  logged.length = 0;
  expect((await visit()).outcome).toEqual({ status: "success" });
  expect(logged.join("")).not.toContain("CallbackSuspicious");
});

test("minds no other parameter that comes twice", async () => {
  const rawQuery = "code=code-hunter2&state=state-1&scope=read&scope=write&state2=a";
  expect((await visit(good, undefined, rawQuery)).outcome).toEqual({ status: "success" });
});

test("consumes the state although consent was refused", async () => {
  expect(await visit({ ...good, error: "access_denied" })).toMatchObject({
    outcome: { code: "access_denied" },
    tokenCalls: 0,
  });
  expect((await visit()).outcome).toMatchObject({ code: "invalid_state" });
});

test.each(["<script>alert(1)</script>", "a\r\nset-cookie: a=b", "x".repeat(100_000)])(
  "repeats nothing of what a provider calls an error: %j",
  async (error) => {
    const { answer, outcome } = await visit({ ...good, error });
    expect(outcome).toEqual({ status: "error", code: "provider_error" });
    expect(JSON.stringify(answer).length).toBeLessThan(400);
  },
);

test("ends with provider_unavailable while the store is out, and sends the code to nobody", async () => {
  aws.on("UpdateItem", () => awsError("InternalServerError", 500));
  expect(await visit()).toMatchObject({ outcome: { code: "provider_unavailable" }, tokenCalls: 0 });
});
