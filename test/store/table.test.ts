import { expect, test } from "vitest";
import { connectionSort, key, ownerPartition, parseConnectionKey, sharePartition } from "../../lib/store/table.ts";
import { fc } from "../support/properties.ts";

/** Ids that an attacker could choose, full of key separators. */
const part = fc.oneof(
  fc
    .array(
      fc.constantFrom(
        "#",
        "%23",
        "%",
        "-",
        "conn",
        "owner",
        "u#",
        "c#",
        "a",
        " ",
        "é",
        "/",
        "\u0000",
        "\ud83d",
        "\ude00",
      ),
      {
        maxLength: 6,
      },
    )
    .map((parts) => parts.join("")),
  fc.string({ unit: "grapheme" }),
);
const owner = fc.record({ tenant: part, user: part });
const at = fc.record({ tenant: part, user: part, provider: part, id: part });
const text = (value: { pk: { S: string }; sk: { S: string } }) => JSON.stringify([value.pk.S, value.sk.S]);

/** Different values must have different keys. */
const injective = <T>(values: fc.Arbitrary<T>, keyOf: (value: T) => string) =>
  fc.assert(
    fc.property(values, values, (a, b) => {
      expect(keyOf(a) === keyOf(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
    { numRuns: 2000 },
  );

test("gives no two owners one partition", () => {
  injective(owner, ownerPartition);
});

test("gives no two connections one row", () => {
  injective(at, (of) => text(key.connection(of, of.provider, of.id)));
});

test("gives no two accounts one routing row", () => {
  injective(fc.record({ at, account: part }), (of) =>
    text(key.eventRoute(of.at.provider, of.account, of.at, of.at.id)),
  );
});

test("gives no two accounts one shared grant", () => {
  injective(fc.record({ group: part, account: part }), (of) => sharePartition(of.group, of.account));
});

test("gives no two users one settings row", () => {
  injective(fc.record({ owner, provider: fc.constantFrom("figma", "slack") }), (of) =>
    text(key.settings(of.owner, of.provider)),
  );
});

test("gives no two users one counter", () => {
  injective(fc.record({ owner, name: part, window: fc.nat() }), (of) =>
    text(key.counter(of.owner, of.name, of.window)),
  );
});

test("gives no two connections one cache entry", () => {
  injective(fc.record({ owner, connection: part, name: part }), (of) =>
    text(key.cache(of.owner, of.connection, of.name)),
  );
});

test("keeps kinds of rows apart whatever they hold", () => {
  fc.assert(
    fc.property(part, part, (a, b) => {
      const partitions = [
        key.state(a).pk.S,
        key.grant(a).pk.S,
        key.counter({ tenant: a, user: b }, a, 0).pk.S,
        key.cache({ tenant: a, user: b }, a, b).pk.S,
        ownerPartition({ tenant: a, user: b }),
        sharePartition(a, b),
      ];
      expect(new Set(partitions.map((pk) => pk.split("#")[0])).size).toBe(partitions.length);
    }),
  );
});

test("reads a connection's key back out of its row", () => {
  fc.assert(
    fc.property(at, (of) => {
      const { pk, sk } = key.connection(of, of.provider, of.id);
      expect(parseConnectionKey(pk.S, sk.S)).toEqual(of);
    }),
  );
});

test("does not list connections of another provider whose name begins alike", () => {
  fc.assert(
    fc.property(part, part, part, (provider, suffix, id) => {
      fc.pre(suffix !== "");
      expect(connectionSort(provider + suffix, id).startsWith(connectionSort(provider))).toBe(false);
    }),
  );
});

test("begins every row with the prefix that its grant names", () => {
  const of = { tenant: "c#t", user: "u" };
  expect(
    [
      key.connection(of, "p", "i"),
      key.settings(of, "p"),
      key.eventRoute("p", "a", of, "i"),
      key.share("g", "a", { ...of, provider: "p", id: "i" }),
      key.state("h"),
      key.grant("i"),
      key.counter(of, "n", 0),
      key.cache(of, "c", "n"),
      key.audit("c#t", new Date(0), "i"),
    ].map(({ pk }) => pk.S.split("#")[0]),
  ).toEqual(["owner", "settings", "route", "share", "state", "grant", "counter", "cache", "audit"]);
});

test("files the audit by tenant and month, in order of time", () => {
  const row = key.audit("c#t", new Date("2026-03-04T05:06:07.008Z"), "id-1");
  expect([row.pk.S, row.sk.S]).toEqual(["audit#c%23t#2026-03", "2026-03-04T05:06:07.008Z#id-1"]);
});
