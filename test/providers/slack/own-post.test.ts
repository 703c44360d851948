// A bot's post, such as a notification, comes back as an event to all who connected its workspace.
import "../../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { recordMessageActivity } from "../../../lib/providers/slack/activity.ts";
import { slack } from "../../../lib/providers/slack/definition.ts";
import type { EventRecipient } from "../../../lib/store/event-routes.ts";
import { aConnection } from "../../support/a-connection.ts";

test("the bot's messages create no activity for a user who connected the workspace without it either", async () => {
  const profiles: Readonly<Record<string, Record<string, unknown>>> = { c1: { botUserId: "U0ACMEBOT" }, c2: {} };
  const routed = Object.keys(profiles).map(
    (id): EventRecipient => ({ tenant: "c#acme", user: id, provider: "slack", id, person: "U0ACMEADA" }),
  );
  const told: string[] = [];
  const context = {
    now: () => 1_800_000_000,
    fetch,
    vault: { seal: async () => new Uint8Array(), unseal: async () => "", unsealBytes: async () => Buffer.of() },
    deliveryId: "r-1",
    attempt: 1,
    setAside: async () => undefined,
    recipients: routed,
    preferences: new Map(),
    occurredAt: 1_800_000_000,
    readConnection: async ({ id, user }: EventRecipient) => aConnection({ id, user, profile: profiles[id] ?? {} }),
    appendToOutbox: async ({ user }: { readonly user: string }) => told.push(user) > 0,
  };
  const said = {
    key: "message#1",
    kind: "message",
    installation: { team: "T1", person: "U0ACMEADA" },
    channel: "C1",
    ts: "1800000000.000100",
    text: "New mail",
    authorId: "U0ACMEBOT",
    isDirect: false,
  } as const;
  await expect(recordMessageActivity(context, slack, said)).rejects.toMatchObject({
    message: expect.stringContaining("own"),
  });
  expect(told).toEqual([]);
});
