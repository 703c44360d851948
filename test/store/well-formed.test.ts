import "../http/lambda-environment.ts";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { dynamo as Dynamo } from "../../lib/store/dynamo.ts";
import { appendToOutbox, outboxWrite } from "../../lib/store/outbox.ts";
import { key } from "../../lib/store/table.ts";
import { toWellFormedValue } from "../../lib/store/well-formed.ts";
import { type AwsStandIn, startAwsStandIn } from "../support/aws-stand-in.ts";
import { fc } from "../support/properties.ts";
import { json } from "../support/test-server.ts";

let aws: AwsStandIn;
let dynamo: typeof Dynamo;

beforeAll(async () => {
  aws = await startAwsStandIn();
  dynamo = (await import("../../lib/store/dynamo.ts")).dynamo;
});
beforeEach(() => {
  aws.forget();
  aws.on("PutItem", () => json({}));
});
afterAll(() => aws.close());

const anyText = () =>
  fc
    .array(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("\ud83d", "\ude00", "\0", "\u202e", "\ufffe", "😀")))
    .map((pieces) => pieces.join(""));

/** Whether all texts in a value, however deep, are well-formed. */
const isWellFormedValue = (value: unknown): boolean => !/\\ud[89a-f]/i.test(JSON.stringify(value));

test("a row with half a surrogate pair is written with a replacement character", async () => {
  const Item = { pk: { S: "a" }, title: { S: "a\ud83d" }, list: { L: [{ M: { "k\udc00": { SS: ["\udc00"] } } }] } };
  await dynamo.send(new PutItemCommand({ TableName: "t", Item }));
  expect(aws.calls[0]?.input.Item).toEqual({
    pk: { S: "a" },
    title: { S: "a\ufffd" },
    list: { L: [{ M: { "k\ufffd": { SS: ["\ufffd"] } } }] },
    schema: { N: "1" },
  });
});

test("bytes of a row stay as they are", async () => {
  const bytes = new Uint8Array([0xff, 0xd8, 0, 1]);
  await dynamo.send(new PutItemCommand({ TableName: "t", Item: { pk: { S: "a" }, content: { B: bytes } } }));
  expect(aws.calls[0]?.input.Item).toMatchObject({ content: { B: Buffer.from(bytes).toString("base64") } });
});

test("whatever strangers write, a message for the feed is stored with it", async () => {
  const text = anyText();
  await fc.assert(
    fc.asyncProperty(text, text, fc.dictionary(text, fc.array(text)), async (name, title, data) => {
      aws.calls.length = 0;
      const message = { tenant: "c#acme", user: "ada", key: `activity#c1#${name}`, type: "activity" } as const;
      await appendToOutbox({ ...message, data: { title, data } });
      expect(aws.calls).toHaveLength(1);
      expect(isWellFormedValue(aws.calls[0]?.input)).toBe(true);
      expect(aws.calls[0]?.input.Item).toMatchObject({ data: { M: { title: { S: title.toWellFormed() } } } });
    }),
    { numRuns: 60 },
  );
});

test("two names that differ in half a surrogate pair have two rows", () => {
  const sortKey = (name: string) =>
    outboxWrite({ tenant: "c#acme", user: "ada", key: name, type: "activity", data: {} }).Put?.Item?.sk?.S;
  expect(sortKey("m\ud83d")).not.toBe(sortKey("m\ud83e"));
  expect(key.claim("slack", "\ud800")).not.toEqual(key.claim("slack", "\ud801"));
  expect(key.claim("slack", "\ud800")).not.toEqual(key.claim("slack", "\ufffd"));
  expect(key.claim("slack", "a\ud800é").pk.S).toBe("claim#slack#a%ED%A0%80%C3%A9");
});

test("values without a lone surrogate are the same", () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
      expect(toWellFormedValue(value)).toEqual(value);
    }),
  );
});
