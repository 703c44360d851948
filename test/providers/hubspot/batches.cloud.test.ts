// From HubSpot's request to the feed: receiver, queue and worker as deployed.
import { expect, test } from "vitest";
import { connectAccount } from "../../connections/support/account.ts";
import { resetBeforeEach } from "../../connections/support/reset.ts";
import { sandbox } from "../../support/sandbox.ts";
import { clearRoutesBeforeEach } from "../../webhooks/support/clear-routes.ts";
import { contactCreated } from "../../webhooks/support/genuine-requests.ts";
import { listOutboxData } from "../../webhooks/support/provider-worker.ts";

resetBeforeEach();
clearRoutesBeforeEach("hubspot");

const createEntries = (count: number, firstId: number) =>
  Array.from({ length: count }, (_, at) => ({
    ...contactCreated,
    eventId: firstId + at,
    objectId: firstId + at,
    occurredAt: Date.now(),
  }));

const push = (entries: readonly unknown[]) => sandbox("hubspot").push({ event: "contact.creation", entries });

test("of a hundred entries, thirty seen before and one bad, the other sixty-nine are processed, once", async () => {
  const [ada, cleo, ben] = [
    await connectAccount("hubspot"),
    await connectAccount("hubspot", { account: "cleo" }),
    await connectAccount("hubspot", { account: "ben" }),
  ];
  const start = Date.now();
  const seen = createEntries(30, start);
  const unseen = createEntries(69, start + 1000);
  await push(seen);
  await push([
    ...seen.map((entry) => ({ ...entry, attemptNumber: 1 })),
    { ...contactCreated, objectId: null },
    ...unseen,
  ]);
  const expected = [...seen, ...unseen].map(({ objectId }) => String(objectId));
  for (const account of [ada, cleo])
    await expect
      .poll(async () => (await listOutboxData(account, "activity")).map(({ source }) => Object(source).id).sort(), {
        timeout: 40_000,
      })
      .toEqual(expected);
  expect(await listOutboxData(ben, "activity")).toEqual([]);
}, 60_000);

test.each(["signature", "body", "address", "timestamp", "v1", "unsigned"])(
  "a request with a forged %s is refused",
  async (forge) => {
    const deliveries = await sandbox("hubspot").push({ event: "contact.creation", forge, retry: false });
    expect(deliveries).toMatchObject([{ attempts: [{ status: 401 }] }]);
  },
);

test("what was pushed by the command arrives", async () => {
  expect(await sandbox("hubspot").push({ event: "contact.propertyChange", contact: "Turing", count: 3 })).toMatchObject(
    [{ attempts: [{ status: 200 }] }],
  );
});
