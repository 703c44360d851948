import { afterAll, beforeEach, expect, test } from "vitest";
import { toItem } from "../../lib/store/item.ts";
import { logged } from "../http/lambda-environment.ts";
import { aConnection } from "../support/a-connection.ts";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";

process.env.DELIVERIES_TABLE = "deliveries";
const aws = await startAwsStandIn();
afterAll(() => aws.close());
const { listConnections } = await import("../../lib/store/connections.ts");
const { listFrames, readFrame } = await import("../../lib/store/feed.ts");
const { framesSince } = await import("../../lib/realtime/frames-since.ts");
const { queryLog } = await import("../../lib/store/delivery-log.ts");
const { listSockets } = await import("../../lib/store/sockets.ts");
const { removeActivities } = await import("../../lib/store/activity-removal.ts");
const { listEventRecipients } = await import("../../lib/store/event-routes.ts");
const { listConnectionsOnGrant } = await import("../../lib/store/shared-grants.ts");

const owner = { tenant: "c#acme", user: "ada" };
const wire = (record: object) =>
  JSON.parse(JSON.stringify(toItem(record), (_, value) => (value instanceof Uint8Array ? "AQ==" : value)));

/** Answers queries with these rows. */
const store = (...rows: object[]) => aws.on("Query", () => json({ Items: rows.map(wire) }));
const countUnreadable = () => logged.filter((line) => line.includes('"RowUnreadable":1')).length;

beforeEach(() => {
  aws.forget();
  logged.length = 0;
});

const unreadableConnection = { ...aConnection(), status: "of a later version" };

test("a row that cannot be read does not hide the other connections of its user", async () => {
  store(unreadableConnection, aConnection({ provider: "other" }));
  expect((await listConnections(owner)).map(({ provider }) => provider)).toEqual(["other"]);
  expect(countUnreadable()).toBe(1);
});

test("a row that cannot be read does not look disconnected", async () => {
  store(unreadableConnection, aConnection({ provider: "other" }));
  await expect(listConnections(owner, "acme")).rejects.toThrow();
});

const later = Math.floor(Date.now() / 1000) + 86_400;
const frame = (seq: number, over: object = {}) => ({
  seq,
  type: "activity",
  at: "2027-01-15T08:00:00.000Z",
  data: {},
  ttl: later,
  ...over,
});

test("a frame that cannot be read does not hide the others", async () => {
  store(frame(1), frame(2, { data: "of a later version" }), frame(3));
  expect((await listFrames(owner, 0, 3)).map(({ seq }) => seq)).toEqual([1, 3]);
  expect(countUnreadable()).toBe(1);
});

test("a page that missed a frame that cannot be read reloads everything", async () => {
  aws.on("GetItem", () => json({ Item: wire({ seq: 3 }) }));
  store(frame(1), frame(2, { at: 7 }), frame(3));
  expect(await framesSince(owner, 0)).toEqual([{ type: "resync", seq: 3 }]);
});

test("a published frame that cannot be read is not pushed again", async () => {
  aws.on("GetItem", () => json({ Item: wire(frame(2, { type: 7 })) }));
  expect(await readFrame(owner, 2)).toBeUndefined();
  expect(countUnreadable()).toBe(1);
});

const delivery = (receipt: string, over: object = {}) => ({
  receipt,
  at: `2027-01-15T08:00:00.000Z#${receipt}`,
  provider: "acme",
  kind: "mail",
  status: "failed",
  attempts: 1,
  receivedAt: 1_800_000_000_000,
  tenants: [],
  ...over,
});

test("a delivery that cannot be read does not hide the others in the log", async () => {
  const rows = [delivery("a"), delivery("b", { status: "of a later version" }), delivery("c", { attempts: "many" })];
  let isAnswered = false;
  aws.on("Query", () => {
    const Items = isAnswered ? [] : [...rows, delivery("d")].map(wire);
    isAnswered = true;
    return json({ Items });
  });
  const span = { from: new Date("2027-01-15T08:00:00Z"), to: new Date("2027-01-15T09:00:00Z") };
  const page = await queryLog({ provider: "acme", status: "failed", ...span, limit: 10 });
  expect(page.found.map(({ receipt }) => receipt)).toEqual(["d", "a"]);
  expect(countUnreadable()).toBe(2);
});

test("a socket that cannot be read does not keep frames from the others", async () => {
  const socket = { id: "s1", ...owner, connectedAt: 1, expiresAt: later };
  store({ ...socket, expiresAt: "tomorrow" }, { ...socket, id: "s2" });
  expect((await listSockets(owner)).map(({ id }) => id)).toEqual(["s2"]);
  expect(countUnreadable()).toBe(1);
});

test("an activity that cannot be read does not keep the others of its connection from being removed", async () => {
  const activity = { ttl: 1, connectionId: "c1", outboxName: "n" };
  store({ ...activity, seq: 1 }, { ...activity, seq: "two" }, { ...activity, seq: 3 });
  aws.on("DeleteItem", () => json({}));
  aws.on("UpdateItem", () => json({}));
  await removeActivities(owner, new Set(["c1"]), { before: 9, until: later, maxQueries: 1 });
  const deleted = aws.calls.filter(({ operation }) => operation === "DeleteItem");
  expect(deleted).toHaveLength(4);
  expect(countUnreadable()).toBe(1);
});

test("a route that cannot be read does not keep an event from the other recipients", async () => {
  const route = { ...owner, provider: "acme", id: "c1" };
  store({ ...route, id: 1 }, { ...route, id: "c2" });
  expect((await listEventRecipients("acme", ["octo"])).map(({ id }) => id)).toEqual(["c2"]);
  expect(countUnreadable()).toBe(1);
});

test("a connection on a grant that cannot be read keeps the grant from being revoked", async () => {
  store({ ...owner, provider: "acme", id: 7 });
  await expect(listConnectionsOnGrant("google", "1")).rejects.toThrow();
});
