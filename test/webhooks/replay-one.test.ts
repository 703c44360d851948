// What an administrator's replay of one delivery queues and leaves in the audit.
import { describe, expect, test } from "vitest";
import type { LoggedDelivery } from "../../lib/store/deliveries.ts";
import { json } from "../support/test-server.ts";
import {
  aws,
  inputs,
  listAudits,
  operator,
  origin,
  queue,
  replayDelivery,
  toRow,
  user,
} from "./support/replay-stage.ts";

describe("one delivery", () => {
  const keep = (change: Partial<LoggedDelivery> = {}) => aws.on("GetItem", () => json({ Item: toRow(change) }));
  const listSent = () => inputs("SendMessage").map(({ MessageBody }) => JSON.parse(String(MessageBody)));

  test("is queued for its provider, for everybody where the operator asks", async () => {
    keep();
    const answer = await replayDelivery("r-1", { user: operator, origin });
    expect(inputs("SendMessage")[0]?.QueueUrl).toBe(queue);
    const [sent] = listSent();
    expect(sent).toEqual({ receipt: answer.id, provider: "slack", replayOf: "r-1", again: false });
    expect(answer).toEqual({ id: expect.stringMatching(/^[\w-]{36}$/), replayOf: "r-1" });
  });

  test("is queued for the administrator's own tenant alone", async () => {
    keep();
    await replayDelivery("r-1", { user, origin });
    expect(listSent()[0]).toMatchObject({ replayOf: "r-1", tenant: "c#acme" });
  });

  test("is audited before, with who asked from where", async () => {
    keep();
    await replayDelivery("r-1", { user, origin });
    expect(aws.calls.map(({ operation }) => operation)).toEqual(["GetItem", "PutItem", "SendMessage"]);
    expect(listAudits()[0]).toMatchObject({
      tenant: { S: "c#acme" },
      user: { S: "ada" },
      actor: { S: "ada" },
      ip: { S: "192.0.2.1" },
      requestId: { S: "req-1" },
      action: { S: "webhook_replayed" },
      provider: { S: "slack" },
      delivery: { S: "r-1" },
    });
  });

  test("is audited without an origin that is not known", async () => {
    keep();
    await replayDelivery("r-1", { user, origin: {} });
    expect(listAudits()[0]).not.toHaveProperty("ip");
    expect(listAudits()[0]).not.toHaveProperty("requestId");
  });

  test.each<[Partial<LoggedDelivery>, boolean]>([
    [{ status: "processed" }, true],
    [{ status: "failed", again: true }, true],
    [{ status: "failed", again: false }, false],
    [{ status: "ignored" }, false],
  ])("notifies users again where they were notified: %j", async (change, again) => {
    keep(change);
    await replayDelivery("r-1", { user, origin });
    expect(listSent()[0]).toMatchObject({ again });
  });

  test("that is a replay itself names the original, which has the payload", async () => {
    keep({ replayOf: "r-0" });
    expect(await replayDelivery("r-1", { user, origin })).toMatchObject({ replayOf: "r-0" });
    expect(listSent()[0]).toMatchObject({ replayOf: "r-0" });
  });

  test("is not found when it does not exist or was not for the administrator's tenant", async () => {
    keep({ tenants: ["c#other"] });
    await expect(replayDelivery("r-1", { user, origin })).rejects.toMatchObject({ code: "not_found" });
    aws.on("GetItem", () => json({}));
    for (const asking of [user, operator])
      await expect(replayDelivery("r-1", { user: asking, origin })).rejects.toMatchObject({ code: "not_found" });
    expect(aws.calls.map(({ operation }) => operation)).not.toContain("PutItem");
    expect(listSent()).toEqual([]);
  });

  test("of a provider without a queue is refused", async () => {
    keep({ provider: "salesforce" });
    await expect(replayDelivery("r-1", { user, origin })).rejects.toMatchObject({ code: "not_configured" });
  });
});
