// Rows that are stored must stay readable, every field of them: whoever changes one of these readers needs a way over.
import "../http/lambda-environment.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hashHandle } from "../../lib/connections/pending.ts";
import { matchBrowser } from "../../lib/oauth/browser-binding.ts";
import { connectionId } from "../../lib/store/connection.ts";
import { listConnections } from "../../lib/store/connections.ts";
import { getShardNumber } from "../../lib/store/due-index.ts";
import { listEventRecipients } from "../../lib/store/event-routes.ts";
import { readGrant } from "../../lib/store/grants.ts";
import { consumeState } from "../../lib/store/oauth-states.ts";
import { readSettings } from "../../lib/store/settings.ts";
import { listConnectionsOnGrant } from "../../lib/store/shared-grants.ts";
import { listSockets, readSocket } from "../../lib/store/sockets.ts";
import { parseResync } from "../../lib/store/subscription-resyncs.ts";
import { readSubscriptions } from "../../lib/store/subscriptions.ts";
import { dueShard, key, parseConnectionKey, renewShard, toConnectionSort } from "../../lib/store/table.ts";
import type { AwsStandIn } from "../support/aws-stand-in.ts";
import { handedOut, owner, readFields, recordedRows } from "./support/recorded.ts";
import { recordedTables } from "./support/recorded-tables.ts";

let tables: AwsStandIn;
beforeAll(async () => {
  tables = await recordedTables();
});
afterAll(() => tables.close());

const owners = ["compat-ada", "compat-ben", "compat-cleo", "compat-dan"].map((user) => ({ ...owner, user }));
const connectionRows = recordedRows("connections", "owner#", "conn#").filter(({ sk }) => sk.S.split("#").length === 3);
const channelRows = recordedRows("connections", "owner#", "chan#");
const byName = <T extends object>(of: readonly T[], name: keyof T) =>
  Object.fromEntries(of.map((one) => [String(one[name]), one]));
const decodeKey = (pk: string) => pk.split("#").map(decodeURIComponent);

test("there are recorded rows of every kind that has a key", () => {
  const kinds = (["connections", "transient", "audit", "deliveries", "feed"] as const).flatMap((table) =>
    recordedRows(table).map(({ pk, sk }) => (pk.S.startsWith("owner#") ? sk.S : pk.S).split("#")[0]),
  );
  expect([...new Set(kinds)].sort().join(" ")).toBe(
    "activity audit cache chan claim conn counter delivery feed grant key lost once outbox route settings share socket socketid state",
  );
});

describe("connections", () => {
  test("are listed for their owners with every field, in every state", async () => {
    const read = (await Promise.all(owners.map((each) => listConnections(each)))).flat();
    const fields = connectionRows.map(readFields);
    expect(byName(read, "id")).toEqual(byName(fields, "id"));
    expect([...new Set(read.map(({ provider }) => provider))].sort()).toHaveLength(5);
    for (const rare of ["lease", "refreshNotBefore", "person", "channelSet"] as const) {
      expect(read.filter((one) => one[rare] !== undefined).length, rare).toBeGreaterThan(0);
    }
  });

  test.each(connectionRows.map((row) => [row.sk.S, row] as const))("%s has the id of its account", (_, row) => {
    const { provider, accountId, user, id, due } = readFields(row);
    const of = { ...owner, user: String(user) };
    expect(connectionId(of, String(provider), String(accountId))).toBe(id);
    expect(parseConnectionKey(row.pk.S, row.sk.S)).toEqual({ ...of, provider, id });
    if (due !== undefined) expect(dueShard(getShardNumber(String(id)))).toBe(due);
  });

  test("are found by everything that an event may name, and with their siblings", async () => {
    const rows = recordedRows("connections", "route#");
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) {
      const [, provider = "", account = ""] = decodeKey(row.pk.S);
      expect(await listEventRecipients(provider, [account])).toContainEqual(readFields(row));
    }
    for (const row of recordedRows("connections", "share#")) {
      const [, group = "", account = ""] = decodeKey(row.pk.S);
      expect(await listConnectionsOnGrant(group, account)).toContainEqual(readFields(row));
    }
  });
});

test("channels are read with every field, the progress of a repair and what was asked for again included", async () => {
  const connections = await listConnections(owner);
  const read = (await Promise.all(connections.map((each) => readSubscriptions(each)))).flat();
  expect(byName(read, "name")).toEqual(byName(channelRows.map(readFields), "name"));
  expect(read.map((one) => parseResync(one)).filter((resync) => resync?.finishedAt !== undefined)).toHaveLength(1);
  expect(read.filter(({ sweep }) => Object.keys(sweep?.open ?? {}).length > 0)).toHaveLength(1);
  expect(new Set(read.map(({ kind }) => kind)).size).toBe(8);
  for (const { sk } of channelRows)
    expect(connections.map(({ id }) => id)).toContain(toConnectionSort(sk.S).split("#")[2]);
  for (const { due, connection } of read) expect([undefined, renewShard(getShardNumber(connection))]).toContain(due);
});

test.each(recordedRows("connections", "settings#").map((row) => [row.sk.S, row] as const))(
  "settings for %s are read with everything that was set, and allow assistants nothing",
  async (provider, row) => {
    const [, tenant = "", user = ""] = decodeKey(row.pk.S);
    const expected = { ...Object(readFields(row).preferences), assistantWrites: false };
    expect(await readSettings({ tenant, user }, provider)).toEqual(expected);
  },
);

describe("a flow under way", () => {
  const { flows } = handedOut;
  const cookies = new Map(
    flows.cookies.split("; ").map((pair): [string, string] => {
      const [name = "", value = ""] = pair.split("=");
      return [name, value];
    }),
  );
  const base = "http://localhost:8400";

  test.each([
    ["of the list of integrations", flows.integrations, "/api/integrations/figma/callback"],
    ["that renews a connection", flows.renewal, "/api/integrations/github/callback"],
    ["of /api/v1", { provider: "slack", state: flows.v1.answer.state }, "/api/v1/oauth/slack/callback"],
  ])("%s ends in the browser in which it began", async (_, { provider, state }, path) => {
    const flow = await consumeState(state, { provider, redirectUri: `${base}${path}`, delivery: "get" });
    const row = recordedRows("transient", "state#").find((one) => readFields(one).provider === provider);
    expect(row && readFields(row)).toMatchObject({ ...flow });
    expect(flow).toMatchObject({ ...owner, provider, delivery: "get" });
    expect(matchBrowser(state, flow?.browser ?? "", cookies, base)).toBe("same");
  });

  test("keeps what it was begun with", async () => {
    const read = recordedRows("transient", "state#").map(readFields);
    expect(read.filter(({ codeVerifier }) => codeVerifier !== undefined)).toHaveLength(2);
    expect(read.find(({ provider }) => provider === "github")).toMatchObject({ account: expect.any(String) });
    expect(read.find(({ provider }) => provider === "figma")).toMatchObject({ returnTo: expect.any(String) });
  });
});

test("grants that wait for their user, or for their end, are read with their connection and its channels", async () => {
  const rows = recordedRows("transient", "grant#");
  const read = await Promise.all(rows.map((row) => readGrant(decodeKey(row.pk.S)[1] ?? "")));
  expect(read).toEqual(rows.map(readFields));
  expect(await readGrant(hashHandle(handedOut.flows.handle))).toMatchObject({ status: "pending", purpose: "pending" });
  expect(read.find((grant) => grant?.status === "revoking")).toMatchObject({ channels: [{ kind: "mailbox" }] });
});

test("an open socket is found by its user and by its id", async () => {
  const [row] = recordedRows("transient", "socket#");
  expect(await listSockets(owner)).toEqual([row && readFields(row)]);
  expect(await readSocket(row?.sk.S ?? "")).toEqual(row && readFields(row));
});

test("counters and audit entries stand where today's would", () => {
  for (const { pk, sk } of recordedRows("transient", "counter#")) {
    const [, tenant = "", user = "", name = "", window] = decodeKey(pk.S);
    expect(key.counter({ tenant, user }, name, Number(window))).toEqual({ pk, sk });
  }
  for (const { pk, sk, at } of recordedRows("audit")) {
    const time = String(Object(at).S);
    expect(key.audit(owner.tenant, new Date(time), sk.S.slice(time.length + 1))).toEqual({ pk, sk });
  }
});
