import { expect, test } from "vitest";
import { computeTokenMac, toKeyId } from "../../support/signing.ts";
import { clio, clioEvent, createHookQuery, hookId, ref } from "../../webhooks/support/genuine-requests.ts";
import { deliverTo, startReceiverStage, takeLog } from "../../webhooks/support/receiver-stage.ts";

const stage = await startReceiverStage();

const secret = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
const handshake = (query = createHookQuery(), told = secret) => {
  const { headers, body = "" } = clioEvent({ "x-hook-secret": told });
  return { headers, body, query };
};

test("queues the event with its signature, for the worker to check, and calls nothing else", async () => {
  const sent = clioEvent();
  expect(await deliverTo(clio, sent)).toMatchObject({ statusCode: 200, body: '{"ok":true}' });
  expect(stage.listQueued()[0]).toMatchObject({
    provider: "clio",
    kind: "event",
    link: ref,
    headers: { "x-hook-signature": "0".repeat(64), "x-patchbay-hook": hookId },
    body: sent.body,
  });
  expect(new Set(stage.aws.calls.map(({ operation }) => operation))).toEqual(
    new Set(["GetSecretValue", "SendMessage"]),
  );
});

const addresses: [string, Record<string, string>][] = [
  ["without a token", { hook: hookId }],
  ["without a webhook", { token: createHookQuery().token }],
  ["of another webhook", { ...createHookQuery(), hook: "hook-1111111111111-ref" }],
  [
    "of another connection",
    { ...createHookQuery(), token: createHookQuery().token.replace(ref, "conn-1111111111111-ref") },
  ],
  [
    "with another provider's token",
    {
      hook: hookId,
      token: `${toKeyId("fake-channel-secret")}.${ref}.${computeTokenMac("fake-channel-secret", "shopify", ref)}`,
    },
  ],
  ["with a token twice", { hook: hookId, token: `${createHookQuery().token},${createHookQuery().token}` }],
  ["whose token ends", { hook: hookId, token: createHookQuery().token.replace(`${ref}.`, `${ref}.1900000000.`) }],
];

test.each(addresses)("refuses an event at an address %s", async (_, query) => {
  expect((await deliverTo(clio, { ...clioEvent(), query })).statusCode).toBe(401);
  expect(stage.listQueued()).toEqual([]);
});

test.each(addresses)("refuses a secret at an address %s, and writes nothing", async (_, query) => {
  expect((await deliverTo(clio, handshake(query as ReturnType<typeof createHookQuery>))).statusCode).toBe(401);
  expect(stage.aws.calls.map(({ operation }) => operation)).not.toContain("UpdateItem");
});

test("answers 503 to a token under a key that it does not hold", async () => {
  const query = createHookQuery({ secret: "a-secret-of-long-ago" });
  expect((await deliverTo(clio, { ...clioEvent(), query })).statusCode).toBe(503);
  expect(takeLog()).toContain('"reason":"unknown_key"');
});

test.each(["", "short", "x".repeat(257), "with a space in it", "two,secrets-in-one-header", "line\r\nbreak-in-it-all"])(
  "refuses the secret %j",
  async (told) => {
    const answer = await deliverTo(clio, handshake(createHookQuery(), told));
    expect([answer.statusCode, answer.headers?.["x-hook-secret"]]).toEqual([401, undefined]);
  },
);

test.each(["", "x", "0".repeat(63), "G".repeat(64), `${"0".repeat(64)},${"0".repeat(64)}`])(
  "refuses the signature %j",
  async (signature) => {
    expect((await deliverTo(clio, clioEvent({ "x-hook-signature": signature }))).statusCode).toBe(401);
  },
);

test.each(["{", "", "[]"])("answers 400 to the body %j", async (body) => {
  expect((await deliverTo(clio, { ...clioEvent(), body })).statusCode).toBe(400);
});
