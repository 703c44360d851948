import { createHash } from "node:crypto";
import type { Provider } from "../../oauth/definition.ts";
import { DeliveryError } from "../../webhooks/delivery-error.ts";
import type { Delivery, IgnoredDelivery, ParsedDelivery, WebhookSource } from "../../webhooks/reading.ts";
import { jsonBody, shaped } from "../../webhooks/shaped.ts";
import { readLifecycle } from "./app-uninstalled.ts";
import { readChannelEvent } from "./channel-events.ts";
import { type Envelope, envelope } from "./event-shapes.ts";
import { readInteraction } from "./interactions.ts";
import { readMessage } from "./message-events.ts";
import type { SlackEvent } from "./occasion.ts";
import type { Installation } from "./visibility.ts";

/** docs.slack.dev/apis/events-api and /interactivity */
export const slackEvents = (provider: Provider): WebhookSource => ({
  provider: "slack",
  read(delivery) {
    if (delivery.kind === "interaction") return readInteraction(provider, delivery);
    if (delivery.kind !== "event") return { kind: delivery.kind, ignored: "unused" };
    return readEvent(provider, delivery, shaped(envelope(), jsonBody(delivery.body)));
  },
});

const readers = [readMessage, readChannelEvent, readLifecycle];

function readEvent(provider: Provider, delivery: Delivery, found: Envelope): ParsedDelivery {
  if (found.type === "app_rate_limited") return { kind: found.type, ignored: "rate_limited" };
  const { event } = found;
  if (found.type !== "event_callback" || event === undefined) return { kind: safe(found.type), ignored: "unknown" };
  const type = safe(event.type);
  const place = installationOf(found);
  if (place === undefined) return { kind: type, ignored: "no_workspace" };
  const slackEvent: SlackEvent = {
    provider,
    type,
    event,
    subtype: event.subtype,
    app: found.api_app_id,
    ...place,
    occurredAt: Math.floor(Number(event.event_ts ?? found.event_time ?? delivery.receivedAt)),
    claims: claimsOf(found, place),
  };
  for (const read of readers) {
    const reading = read(slackEvent);
    if (reading !== undefined) return reading;
  }
  return { kind: type, ignored: "unknown" } satisfies IgnoredDelivery;
}

const safe = (type: string): string => (/^[a-z_.]{1,64}$/.test(type) ? type : "unknown");

/**
 * The installation an event was sent to, which is not always where it happened: in a channel shared by two companies `team_id`
 * may be the other one. Only the end of an installation comes without an authorization.
 */
function installationOf(found: Envelope): { installation: Installation; isAuthorized: boolean } | undefined {
  const [authorization] = found.authorizations ?? [];
  const { team_id, enterprise_id } = authorization ?? found;
  const isOrg = authorization?.is_enterprise_install === true;
  const team = (isOrg ? enterprise_id : team_id) ?? enterprise_id ?? team_id;
  if (typeof team !== "string") return undefined;
  const person = authorization?.is_bot === false ? authorization.user_id : undefined;
  return { installation: { team, person }, isAuthorized: authorization !== undefined };
}

/** Slack's own id, and what the event means: a repeated one may have got a new id. */
function claimsOf(
  found: Envelope,
  { installation: { team, person = "bot" } }: { installation: Installation },
): string[] {
  const { event_id, event } = found;
  const ids = event_id === undefined ? [] : [`id#${team}#${person}#${event_id}`];
  if (event?.event_ts === undefined) {
    if (ids.length === 0) throw new DeliveryError("invalid", "no_id");
    return ids;
  }
  const { type, subtype = "", channel, event_ts, ts = "", file_id } = event;
  const parts = [
    team,
    person,
    idOf(channel ?? event.channel_id),
    type,
    subtype,
    event_ts,
    ts,
    idOf(file_id),
    idOf(event.user),
    ...(event.tokens === undefined ? [] : [digest(JSON.stringify(event.tokens))]),
  ];
  return [...ids, ["event", ...parts].join("#")];
}

/** Revoked tokens are named by lists of people, longer than a key may be. */
const digest = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** An id, bare or of something shown. */
function idOf(value: unknown): string {
  const id = typeof value === "object" && value !== null && "id" in value ? value.id : value;
  return typeof id === "string" ? id.slice(0, 64) : "";
}
