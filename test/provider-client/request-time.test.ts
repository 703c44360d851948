import { expect, test } from "vitest";
import "../http/lambda-environment.ts";
import { toAccessRequest, withCallDependencies } from "../../lib/provider-client/data-endpoint.ts";
import { createAcme } from "../support/acme-provider.ts";
import { openVault } from "../support/open-vault.ts";

test("all provider calls of a request share one deadline, which ends before the gateway's", async () => {
  const signals: unknown[] = [];
  const recordSignal: typeof fetch = async (_, init) => {
    signals.push(init?.signal);
    return Response.json({});
  };
  const provider = createAcme("https://acme.example.com");
  const needs = { now: () => 0, vault: openVault, fetch: recordSignal };
  const ask = (origin: { ip: string; requestId: string }) =>
    withCallDependencies(provider, { origin }, ({ fetch: send }) => send("https://acme.example.com"), needs);
  const createOrigin = (requestId: string) => ({ ip: "192.0.2.1", requestId });
  const origin = createOrigin("r-1");
  await ask(origin);
  await ask(origin);
  await ask(createOrigin("r-2"));
  expect(signals[0]).toBeInstanceOf(AbortSignal);
  expect(signals[1]).toBe(signals[0]);
  expect(signals[2]).not.toBe(signals[0]);
});

test("the audit has who asked and from where, and nothing of what the request shares", async () => {
  const provider = createAcme("https://acme.example.com");
  const user = { tenant: "t-1", user: "u-1", name: undefined, isAdmin: false, isStageAdmin: false };
  const origin = { ip: "192.0.2.1", requestId: "r-1", deadline: AbortSignal.timeout(1000) };
  const { actor } = toAccessRequest(provider, { user, origin, account: undefined });
  expect(actor).toEqual({ actor: "u-1", ip: "192.0.2.1", requestId: "r-1" });
});
