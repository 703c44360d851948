// What the bot posts, such as a notification, comes back as an event to all who connected its workspace.
import "../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { slack } from "../../lib/providers/slack/definition.ts";
import { tell } from "../../lib/providers/slack/tell.ts";
import type { Routed } from "../../lib/store/routes.ts";
import { aConnection } from "../oauth/a-connection.ts";

test("what the bot has posted is no news either for who connected the workspace without it", async () => {
  const profiles: Readonly<Record<string, Record<string, unknown>>> = { c1: { botUserId: "U0ACMEBOT" }, c2: {} };
  const routed = Object.keys(profiles).map(
    (id): Routed => ({ tenant: "c#acme", user: id, provider: "slack", id, person: "U0ACMEADA" }),
  );
  const told: string[] = [];
  const context = {
    now: () => 1_800_000_000,
    fetch,
    vault: { seal: async () => new Uint8Array(), unseal: async () => "", unsealBytes: async () => Buffer.of() },
    receipt: "r-1",
    routed,
    preferences: new Map(),
    occurredAt: 1_800_000_000,
    connection: async ({ id, user }: Routed) => aConnection({ id, user, profile: profiles[id] ?? {} }),
    announce: async ({ user }: { readonly user: string }) => told.push(user) > 0,
  };
  const said = {
    key: "message#1",
    kind: "message",
    installation: { team: "T1", person: "U0ACMEADA" },
    channel: "C1",
    ts: "1800000000.000100",
    text: "New mail",
    by: "U0ACMEBOT",
    isDirect: false,
  } as const;
  await expect(tell(context, slack, said)).rejects.toMatchObject({ message: expect.stringContaining("own") });
  expect(told).toEqual([]);
});
