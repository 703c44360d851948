// The deployed receivers accept what the sandbox providers push, and refuse what they forge.
import { beforeEach, expect, test } from "vitest";
import { type ProviderName, providerNames } from "../../../../infra/local/sandbox/state.ts";
import { sandbox } from "../../../support/sandbox.ts";

beforeEach(async () => {
  await Promise.all(providerNames.map((name) => sandbox(name).reset()));
});

async function pushAndReadStatuses(provider: ProviderName, event: Record<string, unknown>): Promise<(number | null)[]> {
  const deliveries = await sandbox(provider).push({ retry: false, ...event });
  return (deliveries as { attempts: { status: number | null }[] }[]).flatMap(({ attempts }) =>
    attempts.map(({ status }) => status),
  );
}

test.each<[ProviderName, Record<string, unknown>]>([
  ["slack", { event: "message", text: "Ship it" }],
  ["slack", { event: "url_verification" }],
  ["slack", { event: "block_actions" }],
  ["github", { event: "issues" }],
  ["github", { event: "ping" }],
  ["google", { event: "mail" }],
  ["figma", { event: "FILE_COMMENT" }],
  ["figma", { event: "FILE_UPDATE", hand: "signature" }],
])("%s: %o is accepted", async (provider, event) => {
  expect(await pushAndReadStatuses(provider, event)).toEqual([200]);
});

test.each<[ProviderName, string, string, number]>([
  ["slack", "message", "signature", 401],
  ["slack", "message", "stale", 401],
  ["slack", "message", "future", 401],
  ["github", "issues", "body", 401],
  ["google", "mail", "email", 401],
  ["google", "mail", "aud", 401],
  ["google", "mail", "kid", 401],
])("%s: %s with a forged %s is refused", async (provider, event, forge, status) => {
  expect(await pushAndReadStatuses(provider, { event, forge })).toEqual([status]);
});
