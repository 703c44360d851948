// A workspace may have thousands of connected people. The DynamoDB client has 50 sockets, and fails a request that
// waits half a second for one.
import "../../http/lambda-environment.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { slack } from "../../../lib/providers/slack/definition.ts";
import type { EventRecipient } from "../../../lib/store/event-routes.ts";
import type { EventContext } from "../../../lib/webhooks/webhook-source.ts";
import { aConnection } from "../../support/a-connection.ts";
import { startAwsStandIn } from "../../support/aws-stand-in.ts";
import { json } from "../../support/test-server.ts";

const aws = await startAwsStandIn();
afterAll(() => aws.close());
const { endAllConnections } = await import("../../../lib/providers/slack/events/app-uninstalled.ts");
const { recordMessageActivity } = await import("../../../lib/providers/slack/activity.ts");
const { listViewers } = await import("../../../lib/providers/slack/events/viewers.ts");

const crowd = Array.from(
  { length: 500 },
  (_, at): EventRecipient => ({
    tenant: "c#acme",
    user: `user-${at}`,
    provider: "slack",
    id: `c${at}`,
    person: "U0ACMEADA",
  }),
);

/** Measures the maximum concurrency. */
function createGauge() {
  const seen = { now: 0, most: 0 };
  return {
    seen,
    async pass<T>(value: T): Promise<T> {
      seen.most = Math.max(seen.most, ++seen.now);
      await sleep(2);
      seen.now -= 1;
      return value;
    },
  };
}

const context = (over: Partial<EventContext> = {}): EventContext => ({
  now: () => 1_800_000_000,
  fetch,
  vault: { seal: async () => new Uint8Array(), unseal: async () => "", unsealBytes: async () => Buffer.of() },
  deliveryId: "r-1",
  attempt: 1,
  setAside: async () => undefined,
  recipients: crowd,
  preferences: new Map(),
  occurredAt: 1_800_000_000,
  readConnection: async () => undefined,
  appendToOutbox: async () => true,
  ...over,
});

test("the connections of many users are read in batches, and completely", async () => {
  const { seen, pass } = createGauge();
  const connection = ({ id }: EventRecipient) => pass(aConnection({ id }));
  const found = await listViewers(
    context({ readConnection: connection }),
    slack,
    { team: "T1", person: "U0ACMEADA" },
    { id: "C1" },
  );
  expect(found.map(({ id }) => id)).toEqual(crowd.map(({ id }) => id));
  expect(seen.most).toBeLessThanOrEqual(50);
});

test("the connections of many users are ended in batches, and completely", async () => {
  const { seen, pass } = createGauge();
  aws.on("GetItem", () => (response, asked) => void pass(0).then(() => json({})(response, asked)));
  await endAllConnections(slack, context());
  expect(aws.calls.filter(({ operation }) => operation === "GetItem")).toHaveLength(crowd.length);
  expect(seen.most).toBeLessThanOrEqual(20);
});

test("one person whose settings cannot be read does not keep a message from the others", async () => {
  const unreadable = { preferences: { M: { ofALaterVersion: { BOOL: true } } } };
  aws.on("GetItem", ({ Key }) => json(JSON.stringify(Key).includes('user-0"') ? { Item: unreadable } : {}));
  const told: string[] = [];
  const work = recordMessageActivity(
    context({
      recipients: crowd.slice(0, 30),
      readConnection: async ({ tenant, user, id, person = "" }) => aConnection({ tenant, user, id, person }),
      appendToOutbox: async ({ user }) => told.push(user) > 0,
    }),
    slack,
    {
      key: "message#1",
      kind: "message",
      installation: { team: "T1", person: "U0ACMEADA" },
      channel: "C1",
      ts: "1800000000.000100",
      text: "Lunch is at noon today",
      authorId: "U0ACMEBEN",
      isDirect: false,
    },
  );
  await expect(work).rejects.toThrow();
  expect(told.sort()).toEqual(
    crowd
      .slice(1, 30)
      .map(({ user }) => user)
      .sort(),
  );
});
