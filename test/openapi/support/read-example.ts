// Takes an example of the document through what reads a genuine request: the receiver, and then the worker's parser.
import "../../http/lambda-environment.ts";
import type { Receiver } from "../../../lib/http/webhook-endpoint.ts";
import type { ProviderId } from "../../../lib/provider-ids.ts";
import { calendar as calendarProvider } from "../../../lib/providers/calendar/definition.ts";
import { calendarEvents } from "../../../lib/providers/calendar/events.ts";
import { calendarWebhook } from "../../../lib/providers/calendar/webhook.ts";
import { clio as clioProvider } from "../../../lib/providers/clio/definition.ts";
import { clioEvents } from "../../../lib/providers/clio/events.ts";
import { clioWebhook } from "../../../lib/providers/clio/webhook.ts";
import { figma as figmaProvider } from "../../../lib/providers/figma/definition.ts";
import { figmaEvents } from "../../../lib/providers/figma/events.ts";
import { figmaWebhook } from "../../../lib/providers/figma/webhook.ts";
import { github as githubProvider } from "../../../lib/providers/github/definition.ts";
import { githubEvents } from "../../../lib/providers/github/events.ts";
import { githubWebhook } from "../../../lib/providers/github/webhook.ts";
import { gmail as gmailProvider } from "../../../lib/providers/gmail/definition.ts";
import { gmailEvents } from "../../../lib/providers/gmail/events.ts";
import { gmailWebhook } from "../../../lib/providers/gmail/webhook.ts";
import { hubspotEvents } from "../../../lib/providers/hubspot/events.ts";
import { hubspotWebhook } from "../../../lib/providers/hubspot/webhook.ts";
import { shopify as shopifyProvider } from "../../../lib/providers/shopify/definition.ts";
import { shopifyEvents } from "../../../lib/providers/shopify/events.ts";
import { shopifyWebhook } from "../../../lib/providers/shopify/webhook.ts";
import { slack as slackProvider } from "../../../lib/providers/slack/definition.ts";
import { slackEvents } from "../../../lib/providers/slack/events.ts";
import { slackWebhook } from "../../../lib/providers/slack/webhook.ts";
import type { EventExample } from "../../../lib/webhooks/webhook-examples.ts";
import type { ParsedDelivery, WebhookSource } from "../../../lib/webhooks/webhook-source.ts";
import {
  calendar,
  clio,
  figma,
  github,
  gmail,
  hubspot,
  shopify,
  slack,
} from "../../webhooks/support/genuine-requests.ts";
import { createDelivery } from "../../webhooks/support/payloads.ts";
import type { Handler } from "../../webhooks/support/receiver-stage.ts";

interface Reader {
  readonly handler: Handler;
  readonly source: WebhookSource;
  /** Reads a verified request. */
  readonly read: (request: Parameters<Receiver<void>["read"]>[0]) => ReturnType<Receiver<void>["read"]>;
}

const link = "L".repeat(22);

export const receivers: Readonly<Partial<Record<ProviderId, Reader>>> = {
  slack: { handler: slack, source: slackEvents(slackProvider), read: (request) => slackWebhook.read(request) },
  figma: {
    handler: figma,
    source: figmaEvents(figmaProvider),
    read: (request) => figmaWebhook.read(request, undefined),
  },
  github: {
    handler: github,
    source: githubEvents(githubProvider),
    read: (request) => githubWebhook.read(request, undefined),
  },
  hubspot: { handler: hubspot, source: hubspotEvents, read: (request) => hubspotWebhook.read(request) },
  gmail: { handler: gmail, source: gmailEvents(gmailProvider), read: (request) => gmailWebhook.read(request) },
  calendar: {
    handler: calendar,
    source: calendarEvents(calendarProvider),
    read: (request) =>
      calendarWebhook.read(request, request.headers["x-goog-channel-id"] === undefined ? "pubsub" : { link }),
  },
  shopify: {
    handler: shopify,
    source: shopifyEvents(shopifyProvider),
    read: (request) => shopifyWebhook.read(request, link),
  },
  clio: {
    handler: clio,
    source: clioEvents(clioProvider),
    read: (request) => clioWebhook.read(request, { link, hook: link }),
  },
};

function requireReader(id: ProviderId): Reader {
  const found = receivers[id];
  if (found === undefined) throw new Error(`${id} has no reader here`);
  return found;
}

export interface ExampleReading {
  /** Whether the receiver answered, so that there is nothing to parse. */
  readonly answered: boolean;
  readonly parsed?: ParsedDelivery;
}

/** @throws Problem or DeliveryError when the example cannot be read */
export function readAsReceived(id: ProviderId, { headers = {}, body }: EventExample, isForm: boolean): ExampleReading {
  const { source, read } = requireReader(id);
  // A source that splits gets lists of events.
  const json = body === undefined ? "" : JSON.stringify(source.split ? [body] : body);
  const type = isForm ? "application/x-www-form-urlencoded" : "application/json";
  const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  const received = read({
    headers: { "content-type": type, "x-github-delivery": "72d3162e", ...Object.fromEntries(lowerCase) },
    query: {},
    rawQuery: "",
    body: Buffer.from(isForm ? new URLSearchParams({ payload: json }).toString() : json),
    now: Date.now(),
    isAuthorized: true,
  });
  if ("response" in received) return { answered: true };
  const [content = received.body] = source.split?.(Buffer.from(received.body)) ?? [];
  const delivery = createDelivery(content, {
    kind: received.kind,
    headers: received.headers,
    link: received.link,
  });
  return { answered: false, parsed: source.read(delivery) };
}
