// What the OpenAPI document says of the earlier systems' envelopes is what is answered.
import { expect, test } from "vitest";
import * as z from "zod";
import { envelopeSchema, timestampedEnvelopeSchema, timestampedPageSchema } from "../../lib/http/envelope.ts";
import { envelopeResponse, type Response, timestampedResponse } from "../../lib/http/response.ts";

const data = { items: z.array(z.number()) };
const given = { items: [1] };
const read = ({ body = "" }: Response): Record<string, unknown> => JSON.parse(body);

test.each([
  ["an envelope", envelopeSchema(data), read(envelopeResponse(given))],
  ["one with its time", timestampedEnvelopeSchema(data), read(timestampedResponse(given))],
  ["a page", timestampedPageSchema(data), read(timestampedResponse({ ...given, count: 1, nextPageToken: "n" }))],
  ["the last page", timestampedPageSchema(data), read(timestampedResponse({ ...given, count: 1 }))],
])("describes %s with every member of it", (_, schema, answered) => {
  expect(schema.parse(answered)).toEqual(answered);
});

test.each([
  ["success", envelopeSchema(data), read(envelopeResponse(given))],
  ["data", envelopeSchema(data), read(envelopeResponse(given))],
  ["items", envelopeSchema(data), read(envelopeResponse(given))],
  ["timestamp", timestampedEnvelopeSchema(data), read(timestampedResponse(given))],
  ["data", timestampedEnvelopeSchema(data), read(timestampedResponse(given))],
  ["count", timestampedPageSchema(data), read(timestampedResponse({ ...given, count: 1 }))],
])("promises %s", (name, schema, { [name]: _left, ...rest }) => {
  expect(schema.safeParse(rest).success).toBe(false);
});

test("promises success, and nothing of the envelope for a failure", () => {
  for (const schema of [envelopeSchema({}), timestampedEnvelopeSchema({})])
    expect(schema.safeParse({ success: false, data: {}, timestamp: "now" }).success).toBe(false);
});
