// What administrators see of deliveries and of exports, and what they may ask for.
import "../http/lambda-environment.ts";
import { expect, test } from "vitest";
import * as z from "zod";
import { dataExportSchema, requireStageAdmin, toDataExportView } from "../../lib/webhooks/data-export-view.ts";
import { deliverySchema, limitLogSpan, logFilterSchema, toDeliveryView } from "../../lib/webhooks/delivery-view.ts";

const receivedAt = Date.parse("2026-11-21T12:00:00.123Z");
const row = {
  receipt: "r-1",
  provider: "slack",
  kind: "message",
  deliveryId: "Ev1",
  status: "ignored",
  attempts: 2,
  error: "own",
  receivedAt,
  finishedAt: receivedAt + 1000,
  tenants: ["c#acme", "c#other"],
  replayOf: "r-0",
  again: true,
  replayedAt: receivedAt,
} as const;

const toDelivery = (change: Partial<typeof row>, tenant?: string) =>
  toDeliveryView({ ...row, ...change, tenants: [...row.tenants] }, tenant);

test("a delivery is shown with what became of it, and no more", () => {
  const shown = toDelivery({});
  expect(shown).toEqual({
    id: "r-1",
    provider: "slack",
    kind: "message",
    status: "ignored",
    attempts: 2,
    error: "own",
    deliveryId: "Ev1",
    receivedAt: "2026-11-21T12:00:00.123Z",
    finishedAt: "2026-11-21T12:00:01.123Z",
    tenants: ["c#acme", "c#other"],
    replayOf: "r-0",
  });
  expect(deliverySchema().parse(shown)).toEqual(shown);
});

test("a delivery that is not finished says so by having no end", () => {
  const { finishedAt: _, ...unfinished } = row;
  const shown = toDeliveryView({ ...unfinished, tenants: [] }, undefined);
  expect(shown.finishedAt).toBeUndefined();
  expect(deliverySchema().safeParse(shown).success).toBe(true);
});

test("an administrator of a tenant sees no other tenant of a delivery", () => {
  expect(toDelivery({}, "c#acme").tenants).toEqual(["c#acme"]);
});

test("the document names a delivery, and says what its members mean", () => {
  const schema = deliverySchema();
  expect(schema.meta()).toEqual({ id: "Delivery", description: "One arrival of a webhook." });
  const properties = z.toJSONSchema(z.object(schema.shape)).properties ?? {};
  expect(properties.error).toMatchObject({ description: "Why it failed or was ignored, in one word." });
  expect(properties.deliveryId).toMatchObject({ description: "The provider's name for it." });
  expect(properties.attempts).toMatchObject({ type: "integer" });
});

test("the log is filtered by provider, status and a span with an offset", () => {
  expect(logFilterSchema().parse({ provider: "slack" })).toEqual({ provider: "slack" });
  expect(
    logFilterSchema().parse({
      provider: "slack",
      status: "failed",
      from: "2026-11-21T12:00:00+01:00",
      to: "2026-11-21T12:00:00Z",
    }),
  ).toEqual({
    provider: "slack",
    status: "failed",
    from: new Date("2026-11-21T11:00:00Z"),
    to: new Date("2026-11-21T12:00:00Z"),
  });
  for (const odd of [{}, { provider: "acme" }, { provider: "slack", status: "odd" }, { provider: "slack", to: "now" }])
    expect(logFilterSchema().safeParse(odd).success).toBe(false);
});

const now = Date.parse("2026-11-21T12:00:00Z");
const limit = (from?: string, to?: string) => {
  const toDate = (text: string | undefined) => (text === undefined ? undefined : new Date(text));
  const span = limitLogSpan({ from: toDate(from), to: toDate(to) }, now);
  return [span.from.toISOString(), span.to.toISOString()];
};

test.each([
  [undefined, undefined, "2026-11-20T12:00:00.000Z", "2026-11-21T12:00:00.000Z"],
  [undefined, "2026-11-10T00:00:00Z", "2026-11-09T00:00:00.000Z", "2026-11-10T00:00:00.000Z"],
  ["2026-11-10T00:00:00Z", undefined, "2026-11-10T00:00:00.000Z", "2026-11-21T12:00:00.000Z"],
  ["2026-11-01T00:00:00Z", "2026-11-10T00:00:00Z", "2026-11-01T00:00:00.000Z", "2026-11-10T00:00:00.000Z"],
  ["2026-08-23T11:59:59Z", undefined, "2026-08-23T12:00:00.000Z", "2026-11-21T12:00:00.000Z"],
])("the log from %j to %j is read for what is kept of it, and by default for a day", (from, to, begin, end) => {
  expect(limit(from, to)).toEqual([begin, end]);
});

test("an export is shown with whom it is of and until when, without its content", () => {
  const shown = toDataExportView({
    id: "e-1",
    provider: "shopify",
    account: "acme.myshopify.com",
    subject: "7001",
    requestedAt: 1_795_262_400,
    content: Buffer.from("sealed"),
    ttl: 1_797_854_400,
  });
  expect(shown).toEqual({
    id: "e-1",
    provider: "shopify",
    account: "acme.myshopify.com",
    subject: "7001",
    requestedAt: "2026-11-21T12:00:00.000Z",
    expiresAt: "2026-12-21T12:00:00.000Z",
  });
  const schema = dataExportSchema();
  expect(schema.parse(shown)).toEqual(shown);
  expect(schema.meta()).toEqual({ id: "DataExport" });
  const properties = z.toJSONSchema(z.object(schema.shape)).properties ?? {};
  expect(properties.account).toMatchObject({
    description: "The provider's id of the account through which it was asked for, such as a shop.",
  });
  expect(properties.subject).toMatchObject({ description: "The provider's id of the person." });
});

test("an export is for administrators of the stage alone", () => {
  const user = { tenant: "c#acme", user: "ada", isAdmin: true, name: undefined };
  expect(() => requireStageAdmin({ ...user, isStageAdmin: true })).not.toThrow();
  expect(() => requireStageAdmin({ ...user, isStageAdmin: false })).toThrow(
    expect.objectContaining({ code: "forbidden", message: "Only administrators of the stage may do this." }),
  );
});
