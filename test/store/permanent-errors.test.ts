// What DynamoDB never takes is the request's fault and must not be answered with "try again".
import "../http/lambda-environment.ts";
import { PutItemCommand, type TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { Problem } from "../../lib/errors.ts";
import { fitsKeys, type Owner } from "../../lib/store/owner.ts";
import { key } from "../../lib/store/table.ts";
import { awsError, startAwsStandIn } from "../support/aws-stand-in.ts";
import { fc } from "../support/properties.ts";
import { json } from "../support/test-server.ts";

const aws = await startAwsStandIn();
const { dynamo, transact } = await import("../../lib/store/dynamo.ts");
afterAll(() => aws.close());
beforeEach(() => aws.forget());

async function readProblem(work: () => Promise<unknown>): Promise<unknown> {
  const error = await work().catch((thrown: unknown) => thrown);
  return error instanceof Problem ? [error.status, error.retryAfter] : error;
}

const put = () => dynamo.send(new PutItemCommand({ TableName: "transient", Item: { pk: { S: "a" }, sk: { S: "-" } } }));

test.each([
  ["a row above 400 kB, a key above its limit or an empty one", "ValidationException"],
  ["text that is none", "SerializationException"],
])("refuses %s for good", async (_, name) => {
  aws.on("PutItem", () => awsError(name));
  expect(await readProblem(put)).toEqual([400, undefined]);
  expect(aws.calls).toHaveLength(1);
});

test.each([
  ["a store that fails", "InternalServerError", 500],
  ["throttling", "ProvisionedThroughputExceededException", 400],
  ["a permission that is missing until somebody grants it", "AccessDeniedException", 400],
  ["a table that is not there yet", "ResourceNotFoundException", 400],
])("asks for another try after %s", async (_, name, status) => {
  aws.on("PutItem", () => awsError(name, status));
  expect(await readProblem(put)).toEqual([503, 2]);
});

const items: TransactWriteItem[] = [{ Put: { TableName: "transient", Item: { pk: { S: "a" }, sk: { S: "-" } } } }];

test.each([
  ["refuses one row that is never taken, for good", "ValidationError", [400, undefined]],
  ["asks for another try where one row is throttled", "ThrottlingError", [503, 2]],
])("a transaction %s", async (_, Code, outcome) => {
  const reasons = { CancellationReasons: [{ Code: "None" }, { Code }] };
  aws.on("TransactWriteItems", () => json({ __type: "TransactionCanceledException", ...reasons }, 400));
  expect(await readProblem(() => transact(items))).toEqual(outcome);
});

const bytes = ({ pk, sk }: { pk: { S: string }; sk: { S: string } }) => [
  Buffer.byteLength(pk.S),
  Buffer.byteLength(sk.S),
];

/** The keys with the longest parts that an owner, a provider and ids of ours make. */
const createKeys = (owner: Owner) => {
  const [provider, id] = ["salesforce", "x".repeat(22)];
  return [
    key.connection(owner, provider, id),
    key.eventRoute(provider, "a", owner, id),
    key.share("google", "a", { ...owner, provider, id }),
    key.cache(owner, id, "etag"),
    key.once(owner, "POST /api"),
    key.counter(owner, "refresh", 1_800_000_000),
    key.audit(owner.tenant, new Date(), crypto.randomUUID()),
  ];
};

describe("the bounds of an owner", () => {
  test("let in names of which every key can be built", () => {
    const part = fc.oneof(fc.string({ maxLength: 600 }), fc.string({ unit: "grapheme", maxLength: 200 }));
    const property = fc.property(part, part, (tenant, user) => {
      const owner = { tenant: `c#${tenant}`, user };
      fc.pre(fitsKeys(owner));
      for (const [pk = 0, sk = 0] of createKeys(owner).map(bytes))
        expect([pk <= 2048, sk <= 1024]).toEqual([true, true]);
    });
    fc.assert(property);
  });

  test("let in the longest names, and none that is longer", () => {
    const owner = { tenant: "x".repeat(700), user: "y".repeat(260) };
    expect(fitsKeys(owner)).toBe(true);
    expect(createKeys(owner)).toHaveLength(7);
    expect(fitsKeys({ ...owner, user: `${owner.user}y` })).toBe(false);
  });

  test.each([
    ["half a character", { tenant: "c#acme\ud800", user: "ada" }],
    ["half a character in the user", { tenant: "c#acme", user: "\udc00" }],
    ["a noncharacter, which queues refuse", { tenant: "c#acme", user: "ada\uffff" }],
    ["nobody", { tenant: "c#acme", user: "" }],
  ])("keep out %s", (_, owner) => {
    expect(fitsKeys(owner)).toBe(false);
  });
});

describe("a key", () => {
  const owner = { tenant: "c#acme", user: "ada" };

  test.each<[string, () => unknown]>([
    ["a partition key above 2,048 bytes", () => key.state("x".repeat(2043))],
    ["one that is so long only once it is encoded", () => key.claim("slack", "é".repeat(400))],
    ["a sort key above 1,024 bytes", () => key.cache(owner, "c", "x".repeat(1025))],
    ["a sort key above 1,024 bytes but not characters", () => key.cache(owner, "c", "é".repeat(513))],
  ])("is refused with 400: %s", (_, build) => {
    expect(build).toThrow(Problem);
    expect(build).toThrow("A name in this request is too long.");
  });

  test("may be as long as DynamoDB takes it", () => {
    expect(bytes(key.state("x".repeat(2042)))).toEqual([2048, 1]);
    expect(bytes(key.cache(owner, "c", "x".repeat(1024)))[1]).toBe(1024);
  });
});
