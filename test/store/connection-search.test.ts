// Pages of the connections of a tenant: bounded, and each connection on one of them.
import "../http/lambda-environment.ts";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { Connection } from "../../lib/store/connection.ts";
import { toItem } from "../../lib/store/item.ts";
import { key } from "../../lib/store/table.ts";
import { aConnection } from "../support/a-connection.ts";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { fc } from "../support/properties.ts";
import { json } from "../support/test-server.ts";

const aws = await startAwsStandIn();
afterAll(() => aws.close());
const { searchConnections } = await import("../../lib/store/connection-search.ts");
const { readConnections } = await import("../../lib/store/read-connections.ts");

type Fields = Readonly<Record<string, unknown>>;
const wire = (record: Fields) =>
  JSON.parse(JSON.stringify(toItem(record), (_, value) => (value instanceof Uint8Array ? "AQ==" : value)));

let stored: (Connection & { pk: string; sk: string })[] = [];
const fill = (connections: readonly Connection[]) => {
  stored = connections.map((one) => {
    const { pk, sk } = key.connection(one, one.provider, one.id);
    return { ...one, pk: pk.S, sk: sk.S };
  });
};

beforeEach(() => {
  aws.forget();
  const listIndex = (input: Fields, isOrdered: boolean) => {
    const { ExclusiveStartKey, ExpressionAttributeValues, Limit } = input as Record<string, never>;
    const { ":tenant": tenant } = ExpressionAttributeValues ? unmarshall(ExpressionAttributeValues) : {};
    const place = (one: { sk: string; connectedAt: number }) => `${isOrdered ? one.connectedAt : ""}${one.sk}`;
    const found = stored
      .filter((one) => tenant === undefined || one.tenant === tenant)
      .sort((a, b) => (place(a) < place(b) ? 1 : -1));
    const start = ExclusiveStartKey ? unmarshall(ExclusiveStartKey) : undefined;
    const from = start ? found.findIndex(({ sk }) => sk === start.sk) + 1 : 0;
    const page = found.slice(from, from + Number(Limit));
    const toKey = ({ pk, sk, tenant: of, connectedAt }: (typeof stored)[number]) =>
      marshall({ pk, sk, tenant: of, connectedAt });
    const last = page.length === Number(Limit) ? page.at(-1) : undefined;
    return json({ Items: page.map(toKey), ...(last && { LastEvaluatedKey: toKey(last) }) });
  };
  aws.on("Query", (input) => listIndex(input, true));
  aws.on("Scan", (input) => listIndex(input, false));
  aws.on("BatchGetItem", (input) => {
    const { connections } = Object(input).RequestItems;
    const keys = connections.Keys.map((one: never) => unmarshall(one).sk);
    return json({ Responses: { connections: stored.filter(({ sk }) => keys.includes(sk)).map(wire) } });
  });
});

const toConnection = (at: number, change: Partial<Connection> = {}) =>
  aConnection({ tenant: "c#acme", user: `user-${at}`, id: `id-${at}`, provider: "slack", ...change });

async function readAll(search: Omit<Parameters<typeof searchConnections>[0], "after">) {
  const pages: string[][] = [];
  let after: Awaited<ReturnType<typeof searchConnections>>["next"];
  do {
    const page: Awaited<ReturnType<typeof searchConnections>> = await searchConnections({ ...search, after });
    pages.push(page.found.map(({ id }) => id));
    after = page.next;
  } while (after !== undefined && pages.length < 500);
  return pages;
}

const some = fc.record({
  tenant: fc.constantFrom("c#acme", "t#acme", "c#globex"),
  provider: fc.constantFrom("slack", "figma"),
  connectedAt: fc.integer({ min: 1_700_000_000, max: 1_700_000_005 }),
  username: fc.constantFrom("ada", "bob"),
});

test("pages lead to every wanted connection once, and to no other", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(some, { maxLength: 60 }),
      fc.record({
        tenants: fc.constantFrom<(readonly string[] | undefined)[]>(
          ["c#acme", "t#acme"],
          ["c#globex", "t#globex"],
          undefined,
        ),
        provider: fc.constantFrom("slack", undefined),
        username: fc.constantFrom("ada", undefined),
        limit: fc.integer({ min: 1, max: 12 }),
      }),
      async (rows, { tenants, provider, username, limit }) => {
        fill(rows.map((row, at) => toConnection(at, row)));
        const isWanted = username === undefined ? undefined : (one: Connection) => one.username === username;
        const pages = await readAll({ tenants, provider, isWanted, limit });
        const wanted = stored.filter(
          (one) =>
            (tenants === undefined || tenants.includes(one.tenant)) &&
            [undefined, one.provider].includes(provider) &&
            [undefined, one.username].includes(username),
        );
        expect(pages.flat().sort()).toEqual(wanted.map(({ id }) => id).sort());
        expect(pages.every((page) => page.length <= limit)).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});

test("a page without a filter reads no more rows than it shows", async () => {
  fill(Array.from({ length: 20 }, (_, at) => toConnection(at)));
  await searchConnections({ tenants: ["c#acme"], limit: 5 });
  const reads = aws.calls.filter(({ operation }) => operation === "BatchGetItem");
  expect(reads.map(({ input }) => Object(input).RequestItems.connections.Keys.length)).toEqual([5]);
});

test("a page looks at a thousand connections at most", async () => {
  fill(Array.from({ length: 1500 }, (_, at) => toConnection(at)));
  const page = await searchConnections({ tenants: ["c#acme"], isWanted: () => false, limit: 5 });
  expect(page.found).toEqual([]);
  expect(page.next).toBeDefined();
  expect(aws.calls).toHaveLength(20);
});

test("the tenant's own connections follow those of its users, also where a page ends between them", async () => {
  const own = (at: number) => toConnection(at, { tenant: "t#acme", user: "acme", connectedAt: 1_900_000_000 + at });
  fill([toConnection(1), toConnection(2), own(3), own(4)]);
  for (const limit of [1, 2, 3, 9]) {
    const pages = await readAll({ tenants: ["c#acme", "t#acme"], limit });
    expect(pages.flat()).toEqual(["id-2", "id-1", "id-4", "id-3"]);
  }
});

test("a page that ends by its bound at the end of a tenant goes on with the next", async () => {
  fill([
    ...Array.from({ length: 999 }, (_, at) => toConnection(at)),
    toConnection(1000, { tenant: "t#acme", user: "acme" }),
  ]);
  const isWanted = ({ id }: Connection) => id === "id-1000";
  expect((await readAll({ tenants: ["c#acme", "t#acme"], isWanted, limit: 5 })).flat()).toEqual(["id-1000"]);
});

test("a row that is gone or cannot be read is left out", async () => {
  fill([toConnection(1), toConnection(2, { status: "of a later version" as never }), toConnection(3)]);
  const gone = stored[0]?.sk;
  aws.on("BatchGetItem", () => json({ Responses: { connections: stored.filter(({ sk }) => sk !== gone).map(wire) } }));
  expect(await readAll({ tenants: ["c#acme"], limit: 5 })).toEqual([["id-3"]]);
});

test("what DynamoDB leaves over is asked for again, and in the end refused", async () => {
  fill([toConnection(1), toConnection(2)]);
  const places = stored.map(({ pk, sk }) => ({ pk, sk }));
  const rest = (input: Fields) => ({ connections: { Keys: Object(input).RequestItems.connections.Keys.slice(1) } });
  aws.on("BatchGetItem", (input) => {
    const [first] = Object(input).RequestItems.connections.Keys;
    const row = stored.find(({ sk }) => sk === unmarshall(first).sk);
    const left = rest(input);
    return json({
      Responses: { connections: row ? [wire(row)] : [] },
      UnprocessedKeys: left.connections.Keys.length > 0 ? left : {},
    });
  });
  expect((await readConnections(places)).size).toBe(2);
  aws.on("BatchGetItem", (input) => json({ Responses: {}, UnprocessedKeys: Object(input).RequestItems }));
  await expect(readConnections(places)).rejects.toMatchObject({ code: "provider_unavailable" });
});
