import { expect, test } from "vitest";
import { toShownFrame } from "../../lib/realtime/shown-frame.ts";

const frame = (type: string, data: Record<string, unknown>) => ({ seq: 1, type, at: "2026-01-01T00:00:00.000Z", data });

test.each([
  ["active", "connected"],
  ["reconnect_needed", "expired"],
  ["revoked", "disconnected"],
  ["disconnected", "disconnected"],
  ["pending", "pending"],
  ["expired", "expired"],
  ["constructor", "constructor"],
])("shows the status %s as %s, and what changed as it is stored", (status, shown) => {
  const stored = frame("connection.changed", { id: "c-1", status, change: "revoked" });
  expect(toShownFrame(stored)).toEqual({ ...stored, data: { id: "c-1", status: shown, change: "revoked" } });
});

test.each([undefined, 3, null, ["active"]])("leaves a status alone that is %j", (status) => {
  expect(toShownFrame(frame("connection.changed", { status })).data.status).toEqual(status);
});

test("leaves the status of a push channel as it is", () => {
  const stored = frame("channel.changed", { status: "active" });
  expect(toShownFrame(stored)).toBe(stored);
});
