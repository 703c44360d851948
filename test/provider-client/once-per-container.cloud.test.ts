import { expect, test } from "vitest";
import type { ProviderId } from "../../lib/provider-ids.ts";
import { connectAccount } from "../connections/support/account.ts";
import { createUseEvent, dataCalls } from "../connections/support/calls.ts";
import { startDataContainer } from "../connections/support/containers.ts";
import { resetBeforeEach } from "../connections/support/reset.ts";
import { spy } from "../support/spy.ts";

resetBeforeEach();

const listCalls = (provider: ProviderId) => spy.calls(dataCalls[provider].run.replace("/", "-"));

test("a container asks once for client id, secret and data key, however many calls and refreshes it serves", async () => {
  const account = await connectAccount("calendar");
  // A container that is warm may seal under the key before the newest for some minutes; one that starts now does not.
  await account.setRemainingSeconds(-10);
  const first = await startDataContainer("calendar");
  expect((await first.invoke(createUseEvent(account))).statusCode).toBe(200);
  const lambda = await startDataContainer("calendar");
  await spy.forget();
  for (let call = 0; call < 5; call += 1) {
    await account.setRemainingSeconds(-10);
    expect((await lambda.invoke(createUseEvent(account))).statusCode).toBe(200);
  }
  const made = await listCalls("calendar");
  const times = (service: string, operation: string, kind = "") =>
    made.filter(
      (one) => one.service === service && one.operation === operation && (one.keys?.[0] ?? "").startsWith(kind),
    ).length;
  const keysRead = made.flatMap(({ operation, keys }) => (keys?.[0]?.startsWith("key#") ? [operation, ...keys] : []));
  expect(
    {
      clientIds: times("ssm", "GetParameter"),
      secrets: times("secretsmanager", "GetSecretValue"),
      unwrapped: times("kms", "Decrypt"),
      generated: times("kms", "GenerateDataKey"),
      wrappedKeys: times("dynamodb", "GetItem", "key#") + times("dynamodb", "Query", "key#"),
    },
    keysRead.join(" "),
  ).toEqual({ clientIds: 1, secrets: 1, unwrapped: 1, generated: 0, wrappedKeys: 2 });
});

test("a hundred calls at once to a cold container unwrap one key once", async () => {
  const account = await connectAccount("calendar");
  const lambda = await startDataContainer("calendar");
  await spy.forget();
  await Promise.all(Array.from({ length: 100 }, () => lambda.invoke(createUseEvent(account))));
  const made = await listCalls("calendar");
  expect(made.filter(({ service }) => service === "kms")).toHaveLength(1);
  expect(
    made.filter(({ operation, keys = [] }) => operation === "GetItem" && keys[0]?.startsWith("key#")),
  ).toHaveLength(1);
});

test("a container that only reads asks for no secret", async () => {
  const account = await connectAccount("figma");
  const lambda = await startDataContainer("figma");
  await spy.forget();
  await lambda.invoke(createUseEvent(account));
  const services = new Set((await listCalls("figma")).map(({ service }) => service));
  expect(services).toEqual(new Set(["dynamodb", "kms"]));
});
