import { expect, test } from "vitest";
import { startProvider } from "../../../../infra/local/sandbox/start.ts";
import { useProvider } from "./provider.ts";
import { useReceiver } from "./receiver.ts";

const figma = useProvider("figma");
const receiver = useReceiver(figma);
const log = async () => Object.values((await figma.control("GET", "deliveries")).body);

test("stores deliveries with the answer to each attempt", async () => {
  receiver.setAnswer((count) => ({ status: count === 1 ? 500 : 200, body: count === 1 ? "not now" : "" }));
  await receiver.push({ event: "FILE_UPDATE" });
  expect(await log()).toMatchObject([
    {
      event: "FILE_UPDATE",
      url: `${receiver.origin()}/api/integrations/figma/webhook`,
      body: receiver.received()[0]?.body.toString("utf8"),
      outcome: "accepted",
      attempts: [
        { status: 500, answer: "not now", at: expect.any(String), ms: expect.any(Number) },
        { status: 200, answer: "" },
      ],
    },
  ]);
});

test("deletes deliveries on command, and on a reset", async () => {
  await receiver.push({ event: "FILE_UPDATE" });
  await figma.control("DELETE", "deliveries");
  expect(await log()).toEqual([]);
  await receiver.push({ event: "FILE_UPDATE" });
  await figma.control("POST", "reset");
  expect(await log()).toEqual([]);
});

test("records that no server answered", async () => {
  const [delivery] = await receiver.push({ event: "FILE_UPDATE", url: "http://localhost:1/nowhere", retry: false });
  expect(delivery).toMatchObject({ outcome: "given up", attempts: [{ status: null, failure: "connection" }] });
});

test("drops pending retries on a reset", async () => {
  receiver.setAnswer(() => ({ status: 500 }));
  // Six seconds until the retry, so that the reset comes first on a busy machine too.
  await figma.behave({ timeFactor: 0.02 });
  const pushing = receiver.push({ event: "FILE_UPDATE" });
  await receiver.waitForRequests(1);
  await figma.control("POST", "reset");
  await pushing;
  expect(receiver.received()).toHaveLength(1);
});

test("follows no redirect", async () => {
  receiver.setAnswer(() => ({ status: 307, headers: { location: `${receiver.origin()}/elsewhere` } }));
  await receiver.push({ event: "FILE_UPDATE", retry: false });
  expect(receiver.received()).toHaveLength(1);
});

test("shows deliveries on its page, escaped", async () => {
  receiver.setAnswer(() => ({ status: 418, body: "<script>" }));
  await receiver.push({ event: "FILE_COMMENT", text: "<script>", retry: false });
  const { text } = await figma.get("/");
  expect(text).toContain("FILE_COMMENT to http://localhost");
  expect(text).toContain("418 (given up)");
  expect(text).not.toContain("<script>");
});

test("by default pushes to the stage with its port base", async () => {
  await figma.behave({ receiver: null });
  const [delivery] = await receiver.push({ event: "PING", retry: false });
  expect(delivery?.url).toBe(
    `http://localhost:${Number(new URL(figma.url("/")).port) - 14}/api/integrations/figma/webhook`,
  );
});

test("keeps the switches it was started with through a reset", async () => {
  const running = await startProvider("figma", 0, { events: true });
  try {
    await fetch(`${running.url}/_sandbox/reset`, { method: "POST" });
    expect(await (await fetch(`${running.url}/_sandbox/behaviour`)).json()).toMatchObject({ events: true });
  } finally {
    await running.close();
  }
});
