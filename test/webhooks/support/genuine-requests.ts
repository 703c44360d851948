// One valid request of every kind that receivers accept, which tests then tamper with.
import "../../http/lambda-environment.ts";
import { pubsubEndpoint, signatureEndpoint } from "../../../lib/http/webhook-endpoint.ts";
import { calendarWebhook } from "../../../lib/providers/calendar/webhook.ts";
import { clioWebhook } from "../../../lib/providers/clio/webhook.ts";
import { figmaWebhook } from "../../../lib/providers/figma/webhook.ts";
import { githubWebhook } from "../../../lib/providers/github/webhook.ts";
import { gmailWebhook } from "../../../lib/providers/gmail/webhook.ts";
import { hubspotWebhook } from "../../../lib/providers/hubspot/webhook.ts";
import { shopifyWebhook } from "../../../lib/providers/shopify/webhook.ts";
import { slackWebhook } from "../../../lib/providers/slack/webhook.ts";
import {
  computeTokenMac,
  githubHeaders,
  hexHmac,
  hubspotHeaders,
  pushClaims,
  pushEnvelope,
  pushToken,
  slackHeaders,
  toKeyId,
} from "../../support/signing.ts";
import { googleKey, type Handler, push, type TestRequest } from "./receiver-stage.ts";

export const slack = signatureEndpoint(slackWebhook);
export const github = signatureEndpoint(githubWebhook);
export const figma = signatureEndpoint(figmaWebhook);
export const hubspot = signatureEndpoint(hubspotWebhook);
export const calendar = signatureEndpoint(calendarWebhook);
export const shopify = signatureEndpoint(shopifyWebhook);
export const clio = signatureEndpoint(clioWebhook);
export const gmail = pubsubEndpoint(gmailWebhook);

export const ref = "conn-0000000000000-ref";
export const channelId = "0b9fbcb8-9d2e-4b59-a7a5-5a4c1f4f0d5e";

export const createPasscode = (secret = "fake-channel-secret", name = ref) =>
  `${toKeyId(secret)}.${name}.${computeTokenMac(secret, "figma", name)}`;

export function createChannelToken({
  secret = "fake-channel-secret",
  channel = channelId,
  exp = Math.floor(Date.now() / 1000) + 600,
} = {}): string {
  return `${toKeyId(secret)}.${ref}.${exp}.${computeTokenMac(secret, "calendar", channel, ref, String(exp))}`;
}

export const json = { "content-type": "application/json" };
export const form = { "content-type": "application/x-www-form-urlencoded" };

export const event = {
  type: "event_callback",
  event_id: "Ev01",
  team_id: "T1",
  event: { type: "message", text: "héllo" },
};
export const slackEvent = (body: unknown = event, secret = "fake-slack-secret"): TestRequest => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { headers: { ...json, ...slackHeaders(secret, text) }, body: text };
};

export const slackForm = (fields: Record<string, string>): TestRequest => {
  const body = new URLSearchParams(fields).toString();
  return { headers: { ...form, ...slackHeaders("fake-slack-secret", body) }, body };
};

export const issue = { action: "opened", issue: { number: 7, title: "é✓" }, repository: { id: 1 } };
export const githubEvent = (body: unknown = issue, name = "issues", secret = "fake-github-secret"): TestRequest => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { headers: { ...json, ...githubHeaders(secret, text, name) }, body: text };
};

export const linkQuery = { link: `${toKeyId("fake-channel-secret")}.${ref}` };
export const githubLinkEvent = (): TestRequest => ({
  ...githubEvent(issue, "issues", computeTokenMac("fake-channel-secret", "github", ref)),
  query: linkQuery,
});

export const figmaEvent = (passcode: unknown, more: Record<string, unknown> = {}): TestRequest => ({
  headers: json,
  body: JSON.stringify({ event_type: "FILE_UPDATE", webhook_id: "22", file_key: "k", passcode, ...more }),
});

export const signedFigmaEvent = (secret = "fake-figma-secret"): TestRequest => {
  const { body = "" } = figmaEvent(undefined);
  return { headers: { ...json, "x-figma-signature": hexHmac(secret, body) }, body };
};

export const contactCreated = {
  eventId: 1,
  subscriptionId: 12_345,
  portalId: 62_515,
  appId: 54_321,
  occurredAt: 1_795_845_600_000,
  subscriptionType: "contact.creation",
  attemptNumber: 0,
  objectId: 123,
  changeSource: "CRM",
  changeFlag: "NEW",
};

const hubspotAddress = "https://app.example.com/api/integrations/hubspot/webhook";

export const hubspotBatch = (body: unknown = [contactCreated], secret = "fake-hubspot-secret"): TestRequest => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { headers: { ...json, ...hubspotHeaders(secret, hubspotAddress, text) }, body: text };
};

export const calendarEvent = (headers: Record<string, string> = {}): TestRequest => ({
  headers: {
    "x-goog-channel-id": channelId,
    "x-goog-channel-token": createChannelToken(),
    "x-goog-channel-expiration": "Sat, 28 Nov 2026 06:00:00 GMT",
    "x-goog-resource-id": "res-1",
    "x-goog-resource-uri": "https://www.googleapis.com/calendar/v3/calendars/primary/events",
    "x-goog-resource-state": "exists",
    "x-goog-message-number": "10",
    ...headers,
  },
  body: "",
});

const notification = { emailAddress: "ada@example.com", historyId: 1234567 };

export const calendarEnvelope = async (claims = pushClaims(push)): Promise<TestRequest> => ({
  headers: { ...json, authorization: `Bearer ${await pushToken(claims, googleKey)}` },
  body: pushEnvelope(notification, "m-1"),
});

export const gmailPushEvent = (
  claims: Record<string, unknown> = {},
  body = pushEnvelope(notification, "m-1"),
): TestRequest => ({
  headers: json,
  claims: { ...pushClaims(push), ...claims },
  body,
});

/** Shopify signs the body in Base64. */
const shopifyHeaders = (body: string, topic: string, secret = "fake-shopify-secret") => ({
  ...json,
  "x-shopify-topic": topic,
  "x-shopify-webhook-id": "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
  "x-shopify-hmac-sha256": Buffer.from(hexHmac(secret, body), "hex").toString("base64"),
});

const changedCustomer = { id: 7001, admin_graphql_api_id: "gid://shopify/Customer/7001", first_name: "Grace" };

export const shopifyEvent = (
  body: unknown = changedCustomer,
  topic = "customers/update",
  secret = "fake-shopify-secret",
): TestRequest => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { headers: shopifyHeaders(text, topic, secret), body: text };
};

export const shopifyLink = {
  token: `${toKeyId("fake-channel-secret")}.${ref}.${computeTokenMac("fake-channel-secret", "shopify", ref)}`,
};
export const shopifyLinkEvent = (): TestRequest => ({ ...shopifyEvent(), query: shopifyLink });

export const hookId = "hook-0000000000000-ref";
/** The query of the address that Clio was given for a webhook. */
export const createHookQuery = ({ secret = "fake-channel-secret", hook = hookId, name = ref } = {}) => ({
  hook,
  token: `${toKeyId(secret)}.${name}.${computeTokenMac(secret, "clio", hook, name)}`,
});

export const clioEvent = (headers: Record<string, string> = {}): TestRequest => ({
  headers: { ...json, "x-hook-signature": "0".repeat(64), ...headers },
  query: createHookQuery(),
  body: JSON.stringify({ data: { id: 8001 }, meta: { event: "updated", webhook_id: 77 } }),
});

interface GenuineRequest {
  readonly name: string;
  readonly handler: Handler;
  readonly make: () => TestRequest | Promise<TestRequest>;
  /** The headers that authenticate it. */
  readonly proof: readonly string[];
  /** Whether the signature covers the body. */
  readonly signsBody: boolean;
}

// biome-ignore format: a table is read by its columns
export const genuine: readonly GenuineRequest[] = [
  { name: "a Slack event", handler: slack, make: () => slackEvent(), proof: ["x-slack-signature", "x-slack-request-timestamp"], signsBody: true },
  { name: "a Slack interaction", handler: slack, make: () => slackForm({ payload: '{"type":"block_actions"}' }), proof: ["x-slack-signature", "x-slack-request-timestamp"], signsBody: true },
  { name: "a GitHub event", handler: github, make: () => githubEvent(), proof: ["x-hub-signature-256"], signsBody: true },
  { name: "an event of a linked repository", handler: github, make: githubLinkEvent, proof: ["x-hub-signature-256"], signsBody: true },
  { name: "a signed Figma event", handler: figma, make: () => signedFigmaEvent(), proof: [], signsBody: true },
  { name: "a HubSpot batch", handler: hubspot, make: () => hubspotBatch(), proof: ["x-hubspot-signature-v3", "x-hubspot-request-timestamp"], signsBody: true },
  { name: "a Shopify event", handler: shopify, make: () => shopifyEvent(), proof: ["x-shopify-hmac-sha256"], signsBody: true },
  { name: "an event of a shop's own webhook", handler: shopify, make: shopifyLinkEvent, proof: ["x-shopify-hmac-sha256"], signsBody: true },
  { name: "a Calendar notification", handler: calendar, make: () => calendarEvent(), proof: ["x-goog-channel-token"], signsBody: false },
  { name: "a Calendar envelope", handler: calendar, make: () => calendarEnvelope(), proof: ["authorization"], signsBody: false },
  { name: "a Gmail notification", handler: gmail, make: () => gmailPushEvent(), proof: ["authorization"], signsBody: false },
];
