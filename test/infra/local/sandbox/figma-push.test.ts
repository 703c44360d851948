import { expect, test } from "vitest";
import { useProvider } from "./provider.ts";
import { hmac, useReceiver } from "./receiver.ts";

const figma = useProvider("figma");
const receiver = useReceiver(figma);

test.each([
  ["FILE_UPDATE", { file_name: "Home page" }],
  ["FILE_COMMENT", { comment: [{ text: "Look" }] }],
  ["FILE_VERSION_UPDATE", { label: "Look", version_id: "2100000001" }],
  ["FILE_DELETE", { triggered_by: { handle: "Ada" } }],
  ["LIBRARY_PUBLISH", { library_item: "components", modified_components: [{ key: "cmp-button" }] }],
  ["PING", {}],
])("delivers %s to the manually registered hook when no other hook matches", async (event, expected) => {
  await receiver.push({ event, text: "Look" });
  expect(receiver.received()[0]?.path).toBe("/api/integrations/figma/webhook");
  expect(receiver.bodies()).toMatchObject([
    { event_type: event, passcode: "sandbox-figma-webhook-secret", webhook_id: "900001", ...expected },
  ]);
});

test("retries three times with the same request", async () => {
  receiver.setAnswer(() => ({ status: 503 }));
  await figma.behave({ timeFactor: 0.000001 });
  const [delivery] = await receiver.push({ event: "FILE_UPDATE" });
  expect(delivery?.outcome).toBe("given up");
  expect(new Set(receiver.received().map(({ body }) => body.toString("utf8"))).size).toBe(1);
  expect(receiver.received()).toHaveLength(4);
});

test("counts only a 200 as accepted", async () => {
  receiver.setAnswer((count) => ({ status: count === 1 ? 204 : 200 }));
  await figma.behave({ timeFactor: 0 });
  await receiver.push({ event: "FILE_UPDATE" });
  expect(receiver.received()).toHaveLength(2);
});

test("stops after a 400", async () => {
  receiver.setAnswer(() => ({ status: 400 }));
  await receiver.push({ event: "FILE_UPDATE" });
  expect(receiver.received()).toHaveLength(1);
});

test("does not retry when told not to", async () => {
  receiver.setAnswer(() => ({ status: 503 }));
  await receiver.push({ event: "FILE_UPDATE", retry: false });
  expect(receiver.received()).toHaveLength(1);
});

function isSigned(): boolean {
  const [got] = receiver.received();
  return got?.headers["x-figma-signature"] === hmac("sandbox-figma-webhook-secret", got?.body ?? "");
}

test("signs the body when the manually registered hook is configured so", async () => {
  await receiver.push({ event: "FILE_UPDATE", hand: "signature" });
  expect(isSigned()).toBe(true);
  expect(receiver.bodies()).toMatchObject([{ passcode: "" }]);
});

test.each(["signature", "body", "unsigned"])("forges the %s of a signed delivery", async (forge) => {
  await receiver.push({ event: "FILE_UPDATE", hand: "signature", forge });
  expect(isSigned()).toBe(false);
});

test("forges the passcode", async () => {
  await receiver.push({ event: "FILE_UPDATE", forge: "passcode" });
  expect(receiver.bodies()[0]?.passcode).not.toBe("sandbox-figma-webhook-secret");
});

test("refuses an unknown file", async () => {
  const answer = await figma.control("POST", "push", { event: "FILE_UPDATE", file: "Nothing" });
  expect(answer).toMatchObject({ status: 400, body: { error: expect.stringContaining("Home page") } });
});
