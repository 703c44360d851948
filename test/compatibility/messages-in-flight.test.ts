// A deployment meets messages that the code before it has queued: they wait for up to four days, dead letters for two weeks.
import "../http/lambda-environment.ts";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { dueMessageSchema } from "../../lib/connections/refresh-due.ts";
import { calendarEvents } from "../../lib/providers/calendar/events.ts";
import { figmaEvents } from "../../lib/providers/figma/events.ts";
import { github } from "../../lib/providers/github/definition.ts";
import { githubEvents } from "../../lib/providers/github/events.ts";
import { gmailEvents } from "../../lib/providers/gmail/events.ts";
import { getProvider } from "../../lib/providers/index.ts";
import { slackEvents } from "../../lib/providers/slack/events.ts";
import { notificationMessage } from "../../lib/store/notifications.ts";
import { parseConnectionKey } from "../../lib/store/table.ts";
import { reconcileMessageSchema } from "../../lib/subscriptions/reconcile.ts";
import { webhookMessageSchema } from "../../lib/webhooks/decode-message.ts";
import { decodeBody } from "../../lib/webhooks/queued-delivery.ts";
import type { WebhookSource } from "../../lib/webhooks/webhook-source.ts";
import { readFields, recordedMessages, recordedRows } from "./support/recorded.ts";

const bodies = (queue: string): unknown[] => recordedMessages(queue).map(({ body }) => JSON.parse(body));

const sources: Readonly<Record<string, () => WebhookSource>> = {
  slack: () => slackEvents(getProvider("slack")),
  github: () => githubEvents(github),
  figma: () => figmaEvents(getProvider("figma")),
  gmail: () => gmailEvents(getProvider("gmail")),
  calendar: () => calendarEvents(getProvider("calendar")),
};

/** The claims that a delivery has made, as they stand in the table. */
const listClaims = (receipt: string): string[] =>
  recordedRows("deliveries", "claim#")
    .filter((row) => readFields(row).receipt === receipt)
    .map(({ pk }) => decodeURIComponent(pk.S.split("#")[2] ?? ""))
    .sort();

describe.each(Object.entries(sources))("webhooks of %s", (provider, source) => {
  const messages = bodies(`webhooks-${provider}`).map((body) => webhookMessageSchema().parse(body));
  const deliveries = messages.filter((message) => "body" in message);

  test("are read whole", () => {
    expect(messages.length).toBeGreaterThan(0);
    expect(messages).toEqual(bodies(`webhooks-${provider}`));
  });

  test("make the claims that they have made, so that none is worked on twice", async () => {
    for (const { receipt, kind, id, headers, link, receivedAt, ...rest } of deliveries) {
      const body = await decodeBody(rest);
      const reading = source().read({
        deliveryId: receipt,
        kind,
        providerDeliveryId: id,
        headers,
        link,
        body,
        receivedAt: Math.floor(receivedAt / 1000),
      });
      const claims = "dedupeKeys" in reading ? [...reading.dedupeKeys].sort() : [];
      const known = listClaims(receipt);
      // A duplicate has none of its own: its event's claims are another delivery's.
      if (known.length > 0) expect(claims).toEqual(known);
      else expect(deliveries.some((other) => other.id === id && other.receipt !== receipt)).toBe(true);
    }
  });
});

test("there are messages of every kind of receiver, a compressed one and a replay", () => {
  const messages = bodies("webhooks-").map((body) => webhookMessageSchema().parse(body));
  const kinds = messages.map((message) => ("kind" in message ? `${message.provider} ${message.kind}` : "replay"));
  expect([...new Set(kinds)].sort()).toEqual([
    "calendar channel",
    "figma event",
    "github event",
    "gmail push",
    "replay",
    "slack event",
    "slack interaction",
  ]);
  expect(messages.filter((message) => "link" in message && message.link !== undefined).length).toBeGreaterThan(2);
  const [compressed] = messages.flatMap((message) =>
    "body" in message && message.encoding === "gzip" ? [message.body] : [],
  );
  expect(gunzipSync(Buffer.from(compressed ?? "", "base64")).length).toBeGreaterThan(256 * 1024);
});

test("work on channels, renewals and notifications is understood", () => {
  const channels = bodies("channels").map((body) => reconcileMessageSchema.parse(body));
  const refreshes = bodies("refreshes").map((body) => dueMessageSchema.parse(body));
  expect(channels).toEqual(bodies("channels"));
  expect(refreshes).toEqual(bodies("refreshes"));
  expect(channels.filter(({ recreate }) => recreate !== undefined)).toHaveLength(1);
  const ids = recordedRows("connections", "owner#", "conn#").map((row) => readFields(row).id);
  for (const { pk, sk } of [...channels, ...refreshes]) expect(ids).toContain(parseConnectionKey(pk, sk).id);
  expect(bodies("notifications").map((body) => notificationMessage.parse(body))).toEqual(bodies("notifications"));
  expect(bodies("notifications")).toHaveLength(1);
});
