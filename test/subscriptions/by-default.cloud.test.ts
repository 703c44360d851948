// Subscriptions for users who never set `webhookEnabled`. The stage of the tests opens none by itself, so these Lambdas run beside it.
import { beforeEach, expect, test } from "vitest";
import { key } from "../../lib/store/table.ts";
import { startContainer } from "../connections/support/containers.ts";
import { connectAccount, listConnections } from "../integrations/support/connections.ts";
import { getSandbox } from "../integrations/support/facts.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { createUser, type TestUser } from "../integrations/support/test-user.ts";
import { httpEvent } from "../support/events.ts";
import {
  listShownSubscriptions,
  readSubscriptionRows,
  setWebhookEnabled,
  startReconcileProcess,
  waitUntilReconciled,
} from "./support/world.ts";

beforeEach(resetWorld);

const LIVE_BY_DEFAULT = JSON.stringify(["gmail", "calendar"]);

/** What connecting sends to the job. */
async function createConnectMessage(user: TestUser) {
  const [item] = await listConnections(user);
  const { pk, sk } = key.connection({ tenant: "c#acme", user: user.sub }, item?.provider ?? "", item?.id ?? "");
  return { pk: pk.S, sk: sk.S };
}

test.each([
  ["gmail", "/gmail/v1/users/me/watch"],
  ["calendar", "/calendar/v3/calendars/primary/events/watch"],
] as const)("opens what %s needs once the account is connected", async (provider, path) => {
  const user = await createUser();
  await connectAccount(user, provider);
  await waitUntilReconciled(user);
  const job = await startReconcileProcess({ LIVE_BY_DEFAULT });
  await job.keep(await createConnectMessage(user));
  expect(await listShownSubscriptions(user)).toMatchObject([{ status: "active" }]);
  expect(await getSandbox(provider).requests(path)).toHaveLength(1);
});

test("opens none against a choice that is stored, and none for a provider that is not named", async () => {
  const [refusing, designer] = [await createUser(), await createUser()];
  await setWebhookEnabled(refusing, "gmail", false);
  const job = await startReconcileProcess({ LIVE_BY_DEFAULT });
  for (const [user, provider] of [
    [refusing, "gmail"],
    [designer, "figma"],
  ] as const) {
    await connectAccount(user, provider);
    await waitUntilReconciled(user);
    await job.keep(await createConnectMessage(user));
    expect(await readSubscriptionRows(user)).toEqual([]);
  }
});

test("shows the default as the setting, and stores it when a request leaves it out", async () => {
  const user = await createUser();
  const call = async (method: "GET" | "PUT", provider: string, body?: object) => {
    const run = method === "GET" ? "integrations/read-settings" : "integrations/write-settings";
    const container = await startContainer(run, undefined, { LIVE_BY_DEFAULT });
    const answer = await container.invoke(
      httpEvent({
        on: `${method} /api/integrations/${provider}/settings`,
        routeKey: `${method} /api/integrations/{provider}/settings`,
        pathParameters: { provider },
        claims: { sub: user.sub, org: "acme" },
        ...(body && { body }),
      }),
    );
    return JSON.parse(answer.body ?? "");
  };
  expect(await call("GET", "gmail")).toMatchObject({ webhookEnabled: true });
  expect(await call("GET", "slack")).toMatchObject({ webhookEnabled: false });
  expect(await call("PUT", "gmail", { autoSync: true })).toMatchObject({ webhookEnabled: true, autoSync: true });
  expect(await call("PUT", "calendar", { webhookEnabled: false })).toMatchObject({ webhookEnabled: false });
  // The deployed Lambda has no default: it shows what is stored.
  expect((await user.get("/api/integrations/gmail/settings")).json).toMatchObject({ webhookEnabled: true });
  expect(await call("GET", "calendar")).toMatchObject({ webhookEnabled: false });
});
