import { createHash } from "node:crypto";
import type { Provider } from "../../oauth/definition.ts";
import { truncateCodePoints } from "../../truncate.ts";
import { DeliveryError } from "../../webhooks/delivery-error.ts";
import { parseJsonBody, parsePayload } from "../../webhooks/parse-payload.ts";
import type { Delivery, IgnoredDelivery, ParsedDelivery, WebhookSource } from "../../webhooks/webhook-source.ts";
import { parseLifecycleEvent } from "./events/app-uninstalled.ts";
import { parseChannelEvent } from "./events/channel-events.ts";
import { parseInteraction } from "./events/interactions.ts";
import { parseMessageEvent } from "./events/message-events.ts";
import { type Envelope, envelope } from "./events/schemas.ts";
import type { SlackEvent } from "./events/slack-event.ts";
import type { Installation } from "./events/viewers.ts";

/** docs.slack.dev/apis/events-api and /interactivity */
export const slackEvents = (provider: Provider): WebhookSource => ({
  provider: "slack",
  read(delivery) {
    if (delivery.kind === "interaction") return parseInteraction(provider, delivery);
    if (delivery.kind !== "event") return { kind: delivery.kind, ignored: "unused" };
    return parseEvent(provider, delivery, parsePayload(envelope(), parseJsonBody(delivery.body)));
  },
});

const eventParsers = [parseMessageEvent, parseChannelEvent, parseLifecycleEvent];

function parseEvent(provider: Provider, delivery: Delivery, found: Envelope): ParsedDelivery {
  if (found.type === "app_rate_limited") return { kind: found.type, ignored: "rate_limited" };
  const { event } = found;
  if (found.type !== "event_callback" || !event) return { kind: toSafeType(found.type), ignored: "unknown" };
  const type = toSafeType(event.type);
  const target = findInstallation(found);
  if (target === undefined) return { kind: type, ignored: "no_workspace" };
  const slackEvent: SlackEvent = {
    provider,
    type,
    event,
    subtype: readSubtype(event.subtype),
    app: found.api_app_id ?? undefined,
    ...target,
    occurredAt: Math.floor(Number(event.event_ts ?? found.event_time ?? delivery.receivedAt)),
    getDedupeKeys: () => deriveDedupeKeys(found, target),
  };
  for (const read of eventParsers) {
    const reading = read(slackEvent);
    if (reading !== undefined) return reading;
  }
  return { kind: type, ignored: "unknown" } satisfies IgnoredDelivery;
}

const toSafeType = (type: string): string => (/^[a-z\d_.]{1,64}$/.test(type) ? type : "unknown");

/** Null means none. An odd one is one that nobody knows, and not none: an edit would look like a new message. */
function readSubtype(subtype: unknown): string | undefined {
  if (subtype === undefined || subtype === null) return undefined;
  return typeof subtype === "string" ? subtype : "unknown";
}

/**
 * The installation that an event was sent to. In a channel shared by two companies `team_id` may be the other company's, so the
 * authorization counts. Only events about the end of an installation have no authorization.
 */
function findInstallation(found: Envelope): { installation: Installation; isAuthorized: boolean } | undefined {
  const [authorization] = found.authorizations ?? [];
  const { team_id, enterprise_id } = authorization ?? found;
  const isOrg = authorization?.is_enterprise_install === true;
  const team = (isOrg ? enterprise_id : team_id) ?? enterprise_id ?? team_id;
  if (typeof team !== "string") return undefined;
  const person = authorization?.is_bot === false ? (authorization.user_id ?? undefined) : undefined;
  return { installation: { team, person }, isAuthorized: authorization !== undefined };
}

/**
 * Slack's event id, and a key from the event's content: a repeated event may have a new id.
 * @throws DeliveryError `invalid` for an event with neither
 */
function deriveDedupeKeys(
  found: Envelope,
  { installation: { team, person = "bot" } }: { installation: Installation },
): string[] {
  const { event_id, event } = found;
  const ids = event_id ? [`id#${team}#${person}#${event_id}`] : [];
  if (!event?.event_ts) {
    if (ids.length === 0) throw new DeliveryError("invalid", "no_id");
    return ids;
  }
  const { type, channel, event_ts, ts, file_id } = event;
  const parts = [
    team,
    person,
    readId(channel ?? event.channel_id),
    type,
    truncateCodePoints(readSubtype(event.subtype) ?? "", 64),
    event_ts,
    ts ?? "",
    readId(file_id),
    readId(event.user),
    ...(type !== "tokens_revoked" ? [] : [hashText(JSON.stringify(event.tokens))]),
  ];
  return [...ids, ["event", ...parts].join("#")];
}

/** `tokens_revoked` lists people; the list may be longer than a key may be. */
const hashText = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** An id, given as text or as a member of an object. */
function readId(value: unknown): string {
  const id = typeof value === "object" && value !== null && "id" in value ? value.id : value;
  return typeof id === "string" ? truncateCodePoints(id, 64) : "";
}
