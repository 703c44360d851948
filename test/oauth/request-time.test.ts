import { expect, test } from "vitest";
import "../http/lambda-environment.ts";
import { prepared } from "../../lib/oauth/data-endpoint.ts";
import { acme } from "./acme.ts";
import { openVault } from "./open-vault.ts";

test("what a request asks in several calls ends together, before the gateway gives up", async () => {
  const signals: unknown[] = [];
  const spied: typeof fetch = async (_, init) => {
    signals.push(init?.signal);
    return Response.json({});
  };
  const provider = acme("https://acme.example.com");
  const needs = { now: () => 0, vault: openVault, fetch: spied };
  const ask = (origin: { ip: string; requestId: string }) =>
    prepared(provider, { origin }, ({ fetch: send }) => send("https://acme.example.com"), needs);
  const origin = { ip: "192.0.2.1", requestId: "r-1" };
  await ask(origin);
  await ask(origin);
  await ask({ ...origin });
  expect(signals[0]).toBeInstanceOf(AbortSignal);
  expect(signals[1]).toBe(signals[0]);
  expect(signals[2]).not.toBe(signals[0]);
});
