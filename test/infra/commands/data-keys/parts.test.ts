import { DynamoDBServiceException, ResourceNotFoundException } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { listKeyIds } from "../../../../infra/commands/data-keys/count-uses.ts";
import { describeResealed, describeRetirement } from "../../../../infra/commands/data-keys/describe-work.ts";
import { explainFailure } from "../../../../infra/commands/data-keys/explain-failure.ts";
import { isTenant } from "../../../../infra/commands/data-keys/rotate.ts";
import { findNewestVersions, listOldKeys, parseKeyRow } from "../../../../infra/commands/data-keys/stored-keys.ts";
import { toItem } from "../../../../lib/store/item.ts";
import { keyDeniedProblem, keyUnavailableProblem } from "../../../../lib/vault/failures.ts";

const seal = (id: string) => Buffer.concat([Buffer.of(1, id.length), Buffer.from(id), Buffer.alloc(44, 7)]);

test("finds the key of every sealed value, however deep, and of nothing else", () => {
  const item = toItem({
    pk: "owner#x",
    plain: Buffer.from("not sealed"),
    tokens: { bot: { access: seal("connection/slack/3/1"), refresh: seal("connection/slack/3/2") } },
    list: [{ apiKey: seal("connector/hubspot/0/1") }, "text", 7, null],
    set: new Set([seal("cache/figma/1/9")]),
  });
  expect(listKeyIds(item).sort()).toEqual([
    "cache/figma/1/9",
    "connection/slack/3/1",
    "connection/slack/3/2",
    "connector/hubspot/0/1",
  ]);
});

test.each([
  [undefined, "c#acme", true],
  ["acme", "c#acme", true],
  ["acme", "t#acme", true],
  ["acme", "u#acme", false],
  ["acme", "c#acme-2", false],
  ["acme", "c@old#acme", false],
  ["c@old#acme", "c@old#acme", true],
  ["c@old#acme", "t@old#acme", true],
  ["u#ada", "u#ada", true],
  ["u#ada", "c#ada", false],
])("the tenant %s has rows of %s: %s", (named, tenant, expected) => expect(isTenant(named, tenant)).toBe(expected));

test("tells rows of keys from other rows, and replaced keys from the newest", () => {
  const row = (version: number) => ({
    pk: { S: "key#connection#slack#12" },
    sk: { S: `v#${String(version).padStart(6, "0")}` },
    createdAt: { N: "1800000000" },
    wrapped: { B: Buffer.of(1) },
  });
  const keys = [9, 10].flatMap((version) => parseKeyRow(row(version)) ?? []);
  expect(keys[0]).toMatchObject({ purpose: "connection", provider: "slack", bucket: 12, version: 9 });
  expect(keys[0]).not.toHaveProperty("wrapped");
  expect(findNewestVersions(keys)).toEqual(new Map([["connection/slack/12", 10]]));
  expect(listOldKeys(keys).map(({ version }) => version)).toEqual([9]);
  expect(parseKeyRow({ pk: { S: "keyrotation#all" }, sk: { S: "-" } })).toBeUndefined();
  expect(parseKeyRow({ pk: { S: "owner#a#b" }, sk: { S: "conn#slack#1" } })).toBeUndefined();
});

test("says what was done, and what is left to do", () => {
  expect(describeResealed({ resealed: 1, replaced: 0, unreadable: 0 })).toEqual(["1 value sealed anew."]);
  expect(describeResealed({ resealed: 2, replaced: 1, unreadable: 1 })).toHaveLength(3);
  const inUse = new Map(Array.from({ length: 25 }, (_, at) => [`delivery/slack/${at}/1`, at + 1]));
  const lines = describeRetirement({ retired: 3, waiting: 1, inUse });
  expect(lines[0]).toBe("3 replaced keys deleted.");
  expect(lines).toContain("  delivery/slack/0/1: 1 value");
  expect(lines.at(-1)).toBe("  and 5 more");
});

const told = { message: "told by AWS", $metadata: {} };
const refusal = new DynamoDBServiceException({ ...told, name: "AccessDeniedException", $fault: "client" });
test.each([
  ["KMS refuses", keyDeniedProblem("AccessDeniedException"), /^KMS refuses the key alias\/patchbay-dev: .*\.$/],
  ["KMS is busy", keyUnavailableProblem("ThrottlingException"), /^KMS does not answer or is busy: /],
  ["the stage is not deployed", new ResourceNotFoundException(told), /^The tables of the stage "dev" are not there/],
  ["DynamoDB refuses", refusal, /^DynamoDB answered AccessDeniedException: /],
  ["something else fails", new Error("own sentence"), /^own sentence$/],
])("when %s, it is one sentence without what AWS said", (_, error, sentence) => {
  const { message } = explainFailure(error, "dev") as Error;
  expect(message).toMatch(sentence);
  expect(message).not.toContain("told by AWS");
});
