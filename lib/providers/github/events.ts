import { parseJsonBody, parsePayload } from "../../webhooks/parse-payload.ts";
import type { Delivery, ParsedDelivery, WebhookSource } from "../../webhooks/webhook-source.ts";
import { recordEventActivity } from "./activity.ts";
import { parseAuthorizationEvent, parseInstallationEvent } from "./events/app-events.ts";
import { bodyDedupeKey } from "./events/dedupe-key.ts";
import { eventParsers, type GithubEvent } from "./events/repository-events.ts";
import { type EventBase, eventBase } from "./events/schemas.ts";

/** docs.github.com/en/webhooks/webhook-events-and-payloads */
export const githubEvents: WebhookSource = {
  provider: "github",
  read(delivery) {
    const name = delivery.headers["x-github-event"] ?? "";
    const content = parseJsonBody(delivery.body);
    if (name === "ping") return { kind: "ping", ignored: "ping" };
    const payload = parsePayload(eventBase(), content);
    if (name === "github_app_authorization") return parseAuthorizationEvent(delivery, payload);
    if (name === "installation") return parseInstallationEvent(delivery, payload);
    const read = Object.hasOwn(eventParsers, name) ? eventParsers[name] : undefined;
    const { repository } = payload;
    if (read === undefined || !repository)
      return { kind: /^[a-z_]{1,64}$/.test(name) ? name : "unknown", ignored: "unknown" };
    const event = read({ ...payload, repository }, content);
    return event === undefined ? { kind: name, ignored: "action" } : toWebhookEvent(name, delivery, payload, event);
  },
};

function toWebhookEvent(kind: string, delivery: Delivery, payload: EventBase, event: GithubEvent): ParsedDelivery {
  const routes = delivery.link === undefined ? findReaderIds(payload, event) : [delivery.link];
  if (routes.length === 0) return { kind, ignored: "nobody" };
  const occurredAt = toEpochSeconds(event.at) ?? delivery.receivedAt;
  return {
    kind,
    dedupeKeys: [bodyDedupeKey(delivery)],
    eventRoutes: routes,
    occurredAt,
    work: (context) => recordEventActivity(context, event),
  };
}

/**
 * An event from the app's own hook does not say who may read the repository. Its sender, the repository's owner and its addressees
 * certainly may.
 */
function findReaderIds({ sender, repository }: EventBase, { addressees }: GithubEvent): string[] {
  const owner = repository?.owner?.type === "User" ? repository.owner : undefined;
  const ids = [sender, owner, ...addressees].flatMap((one) => (one ? [String(one.id)] : []));
  return [...new Set(ids)];
}

function toEpochSeconds(time: string | undefined): number | undefined {
  const at = Date.parse(time ?? "");
  return Number.isNaN(at) ? undefined : Math.floor(at / 1000);
}
