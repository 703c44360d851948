// A server that receives a sandbox provider's deliveries and answers as the test says.
import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { listen, type RunningServer } from "../../../../infra/local/http-server.ts";
import { type Exchange, readExchange } from "../../../../infra/local/sandbox/exchange.ts";
import type { Body, useProvider } from "./provider.ts";

export interface ReceiverAnswer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

export interface PushedDelivery {
  readonly event: string;
  readonly outcome: string;
  readonly url: string;
  readonly body: string;
  readonly attempts: readonly { readonly status: number | null; readonly answer: string; readonly failure?: string }[];
}

/** Registers itself as the provider's receiver before each test, with events off until the test turns them on. */
export function useReceiver(provider: ReturnType<typeof useProvider>) {
  let listening: RunningServer | undefined;
  let received: Exchange[] = [];
  let answer: (count: number, exchange: Exchange) => ReceiverAnswer = () => ({ status: 200 });
  beforeAll(async () => {
    listening = await listen(async (request, response) => {
      const exchange = await readExchange(request);
      received.push(exchange);
      const { status, headers, body } = answer(received.length, exchange);
      response.writeHead(status, headers).end(body);
    }, 0);
  });
  beforeEach(async () => {
    received = [];
    answer = () => ({ status: 200 });
    await provider.behave({ receiver: origin() });
  });
  afterAll(() => listening?.close());
  const origin = () => `http://localhost:${new URL(listening?.url ?? "").port}`;
  return {
    origin,
    received: () => received,
    bodies: () => received.map((exchange) => JSON.parse(exchange.body.toString("utf8")) as Body),
    /** Sets how it answers; `count` is 1 for the first request of a test. */
    setAnswer(by: (count: number, exchange: Exchange) => ReceiverAnswer): void {
      answer = by;
    },
    /** Makes the provider push an event. @returns the deliveries, or the provider's refusal */
    async push(body: Body): Promise<PushedDelivery[]> {
      const pushed = await provider.control("POST", "push", body);
      if (pushed.status !== 200) throw new Error(pushed.text);
      return pushed.body as unknown as PushedDelivery[];
    },
    /** Waits for `count` requests: those caused by an API call may arrive after its answer. */
    async waitForRequests(count: number): Promise<readonly Exchange[]> {
      await expect.poll(() => received.length, { interval: 5 }).toBeGreaterThanOrEqual(count);
      return received;
    },
  };
}

export const hmac = (secret: string, text: string | Buffer) => createHmac("sha256", secret).update(text).digest("hex");
