import { readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { providerIds } from "../../lib/provider-ids.ts";
import { manifests } from "../../lib/providers/manifests.ts";
import "../http/lambda-environment.ts";

const { findCacheRefill } = await import("../../lib/providers/cache-refills.ts");
const { findProviderSubscription } = await import("../../lib/providers/subscriptions.ts");

test("are those of the folders of lib/providers", async () => {
  const found = await Promise.all(providerIds.map((id) => readdir(`lib/providers/${id}`)));
  expect(found.map((files) => ["definition.ts", "manifest.ts"].every((file) => files.includes(file)))).toEqual(
    providerIds.map(() => true),
  );
  expect(manifests.map(({ id }) => id)).toEqual([...providerIds]);
});

test("agree about the application that they share", () => {
  for (const found of Map.groupBy(manifests, ({ application }) => application).values()) {
    const shared = found.map(({ environmentPrefix, registerAt, sandbox: { port } }) => ({
      environmentPrefix,
      registerAt,
      port,
    }));
    expect(new Set(shared.map((one) => JSON.stringify(one))).size).toBe(1);
  }
});

test("name each sandbox's port and each application's prefix once", () => {
  const applications = [...new Map(manifests.map((manifest) => [manifest.application, manifest])).values()];
  const ports = applications.map(({ sandbox }) => sandbox.port);
  const prefixes = applications.map(({ environmentPrefix }) => environmentPrefix);
  expect([new Set(ports).size, new Set(prefixes).size]).toEqual([applications.length, applications.length]);
});

test("leave the ports of the cloud itself alone", () => {
  const taken = manifests.filter(({ sandbox: { port } }) => port <= 10 || port === 30 || port >= 1000);
  expect(taken.map(({ id }) => id)).toEqual([]);
});

test.each(manifests.map((manifest) => [manifest.id, manifest] as const))(
  "say of %s whether it has push channels",
  (id, { hasSubscriptions = false }) => {
    expect(findProviderSubscription(id) !== undefined).toBe(hasSubscriptions);
  },
);

test.each(manifests.map((manifest) => [manifest.id, manifest] as const))(
  "say of %s whether its lists are kept",
  (id, { keepsLists = false }) => {
    expect(findCacheRefill(id) !== undefined).toBe(keepsLists);
  },
);

test("give users' notifications one place", () => {
  expect(manifests.filter(({ postsNotifications }) => postsNotifications)).toHaveLength(1);
});

test("a provider has a default for live changes exactly where its subscriptions follow the setting", () => {
  const following = manifests.filter(({ id }) => typeof findProviderSubscription(id)?.wanted === "function");
  expect(manifests.filter(({ liveByDefault }) => liveByDefault !== undefined)).toEqual(following);
});
