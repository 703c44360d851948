// What receivers of every provider have in common: what they are given, how they answer, what they count.
import "./lambda-environment.ts";
import { describe, expect, test } from "vitest";
import { Problem } from "../../lib/errors.ts";
import { getRejectionReason, rejectWebhook } from "../../lib/http/reject-webhook.ts";
import {
  acknowledgedResponse,
  emptyResponse,
  pubsubEndpoint,
  type Receiver,
  signatureEndpoint,
  type WebhookRequest,
} from "../../lib/http/webhook-endpoint.ts";
import { log } from "../../lib/log.ts";
import { type EventOptions, httpEvent } from "../support/events.ts";
import { logged } from "./lambda-environment.ts";

const now = 1_800_000_000_000;
const seen: WebhookRequest[] = [];
const queued: unknown[] = [];
const event = { kind: "event" as const, id: "e-1", headers: { "x-a": "1" }, body: "{}" };

const receiver = (more: Partial<Receiver<string>> = {}): Receiver<string> => ({
  provider: "acme",
  verify: async (request) => {
    seen.push(request);
    return "verified";
  },
  read: () => event,
  ...more,
});
const options = { now: () => now, enqueue: async (delivery: unknown) => void queued.push(delivery) };

async function deliver(handler: ReturnType<typeof signatureEndpoint>, sent: Partial<EventOptions> = {}) {
  for (const list of [seen, queued, logged]) list.length = 0;
  const request = httpEvent({ on: "POST /hook", routeKey: "POST /hook", body: "{}", ...sent });
  const answer = await handler(request);
  const lines = logged.map((line) => JSON.parse(line));
  return { ...answer, requestId: request.requestContext.requestId, lines };
}

describe("a receiver", () => {
  test("is given the request as it came, and when", async () => {
    await deliver(signatureEndpoint(receiver(), options), {
      query: { a: "1", b: "x y" },
      headers: { "x-signature": "s" },
      body: '{"é":1}',
    });
    expect(seen).toMatchObject([
      { headers: { "x-signature": "s" }, query: { a: "1", b: "x y" }, rawQuery: "a=1&b=x+y", now, isAuthorized: false },
    ]);
    expect(seen[0]?.body).toEqual(Buffer.from('{"é":1}'));
  });

  test("is given an empty query and body where the gateway passes none", async () => {
    const { rawQueryString: _none, ...bare } = httpEvent({ on: "POST /hook" });
    seen.length = 0;
    await signatureEndpoint(receiver(), options)(bare as ReturnType<typeof httpEvent>);
    expect(seen).toMatchObject([{ query: {}, rawQuery: "", body: Buffer.alloc(0) }]);
  });

  test("is told the time of the request unless a test says another", async () => {
    await deliver(signatureEndpoint(receiver(), { enqueue: options.enqueue }));
    expect(Math.abs(Date.now() - (seen[0]?.now ?? 0))).toBeLessThan(60_000);
  });

  test("reads by what it has verified, and only after that", async () => {
    const given: unknown[] = [];
    const read = (_request: WebhookRequest, verified: string) => {
      given.push(verified);
      return event;
    };
    await deliver(signatureEndpoint(receiver({ read }), options));
    const verify = () => Promise.reject(rejectWebhook("unauthenticated", "signature"));
    await deliver(signatureEndpoint(receiver({ read, verify }), options));
    expect(given).toEqual(["verified"]);
  });
});

describe("a delivery", () => {
  test("is queued with an id of its own, then acknowledged and counted", async () => {
    const answer = await deliver(signatureEndpoint(receiver(), options));
    expect(queued).toEqual([
      { ...event, receipt: expect.stringMatching(/^[0-9a-f-]{36}$/), provider: "acme", receivedAt: now },
    ]);
    expect(answer).toMatchObject({ statusCode: 200, body: '{"ok":true}' });
    expect(answer.headers).toMatchObject({ "cache-control": "no-store", "x-request-id": answer.requestId });
    expect(answer.lines).toMatchObject([{ WebhookAccepted: 1, provider: "acme", kind: "event" }]);
  });

  test("is answered as its receiver says, which the queue is not told", async () => {
    const read = () => ({ ...event, answer: emptyResponse });
    expect(await deliver(signatureEndpoint(receiver({ read }), options))).toMatchObject({ statusCode: 200, body: "" });
    expect(queued[0]).not.toHaveProperty("answer");
    expect(acknowledgedResponse.body).toBe('{"ok":true}');
  });

  test("that is none is answered at once, counted and not queued", async () => {
    const read = () => ({ kind: "ping" as const, response: { statusCode: 202, body: "pong" } });
    const answer = await deliver(signatureEndpoint(receiver({ read }), options));
    expect(answer).toMatchObject({ statusCode: 202, body: "pong" });
    expect(answer.lines).toMatchObject([{ WebhookAnswered: 1, provider: "acme", kind: "ping" }]);
    expect(queued).toEqual([]);
  });

  test("that the queue does not take in time is asked for again, and its work is told to stop", async () => {
    let isStopped = false;
    const enqueue = (_delivery: unknown, signal: AbortSignal) =>
      new Promise<never>(() =>
        signal.addEventListener("abort", () => {
          isStopped = true;
        }),
      );
    const answer = await deliver(signatureEndpoint(receiver(), { ...options, enqueue, deadlineMs: 30 }));
    expect(answer).toMatchObject({ statusCode: 503, headers: { "retry-after": "5" } });
    expect(JSON.parse(answer.body ?? "")).toMatchObject({ code: "provider_unavailable" });
    expect(answer.lines).toContainEqual(
      expect.objectContaining({ WebhookUnavailable: 1, provider: "acme", reason: "deadline" }),
    );
    expect(isStopped).toBe(true);
  });
});

describe("a rejection is counted with its reason, which its sender is not told:", () => {
  test.each<[string, unknown, number, object]>([
    ["a refusal", rejectWebhook("unauthenticated", "signature"), 401, { WebhookRefused: 1, reason: "signature" }],
    ["one by its code", new Problem("invalid_request"), 400, { WebhookRefused: 1, reason: "invalid_request" }],
    [
      "one that has another cause",
      new Problem("forbidden", { cause: new Error("hunter2") }),
      403,
      { WebhookRefused: 1, reason: "forbidden" },
    ],
    [
      "a provider that nobody set up",
      rejectWebhook("not_configured", "unconfigured"),
      503,
      { WebhookNotConfigured: 1, reason: "unconfigured" },
    ],
    [
      "a secret that is missing",
      rejectWebhook("not_configured", "secret"),
      503,
      { WebhookUnavailable: 1, reason: "secret" },
    ],
    ["a bug", new TypeError("hunter2"), 500, { WebhookUnavailable: 1, reason: "internal" }],
    ["no error", "hunter2", 500, { WebhookUnavailable: 1, reason: "internal" }],
  ])("%s", async (_, thrown, status, expected) => {
    const verify = () => Promise.reject(thrown);
    const answer = await deliver(signatureEndpoint(receiver({ verify }), options));
    expect(answer.statusCode).toBe(status);
    expect(answer.headers).toMatchObject({ "content-type": "application/problem+json", "cache-control": "no-store" });
    const counted = answer.lines.filter((line) => "reason" in line);
    expect(counted).toMatchObject([{ ...expected, provider: "acme" }]);
    expect(counted[0]).not.toHaveProperty("kind");
    const { error, message, detail, title, ...rest } = JSON.parse(answer.body ?? "");
    expect(JSON.stringify({ error, message, detail, title })).not.toMatch(/signature|secret|unconfigured|hunter2/);
    expect(rest.requestId).toBe(answer.requestId);
  });

  test("an unknown error, a time-out and a refusal are told apart", () => {
    expect(getRejectionReason(new DOMException("x", "TimeoutError"))).toBe("deadline");
    expect(getRejectionReason(new Error("x"))).toBe("internal");
    expect(getRejectionReason(undefined)).toBe("internal");
    expect(getRejectionReason(new Problem("conflict", { cause: 7 }))).toBe("conflict");
  });
});

test("log lines of a webhook have its id and route", async () => {
  const read = () => {
    log.info("reading");
    return event;
  };
  const { lines, requestId } = await deliver(signatureEndpoint(receiver({ read }), options));
  expect(lines[0]).toMatchObject({ message: "reading", requestId, route: "POST /hook" });
});

describe("a push of Pub/Sub", () => {
  test("is verified only where the gateway's authorizer has let it through", async () => {
    const answer = await deliver(pubsubEndpoint(receiver(), options));
    expect([answer.statusCode, seen, queued]).toEqual([401, [], []]);
    expect(answer.lines).toContainEqual(expect.objectContaining({ WebhookRefused: 1, reason: "token" }));
  });

  test("is verified by its receiver too", async () => {
    expect((await deliver(pubsubEndpoint(receiver(), options), { claims: { sub: "p" } })).statusCode).toBe(200);
    expect([seen[0]?.isAuthorized, queued.length]).toEqual([true, 1]);
    const verify = () => Promise.reject(rejectWebhook("forbidden", "token"));
    const refused = await deliver(pubsubEndpoint(receiver({ verify }), options), { claims: { sub: "p" } });
    expect([refused.statusCode, queued]).toEqual([403, []]);
  });
});
