import type { Provider } from "../../oauth/definition.ts";
import { parseJsonBody, parsePayload } from "../../webhooks/parse-payload.ts";
import type { Delivery, ParsedDelivery, WebhookSource } from "../../webhooks/webhook-source.ts";
import { recordEventActivity } from "./activity.ts";
import { eventNamePattern } from "./event-name.ts";
import { parseAuthorizationEvent, parseInstallationEvent } from "./events/app-events.ts";
import { bodyDedupeKey } from "./events/dedupe-key.ts";
import { eventParsers, type GithubEvent } from "./events/repository-events.ts";
import { type EventBase, eventBase } from "./events/schemas.ts";

/** docs.github.com/en/webhooks/webhook-events-and-payloads */
export const githubEvents = (provider: Provider): WebhookSource => ({
  provider: "github",
  read(delivery) {
    const name = delivery.headers["x-github-event"] ?? "";
    if (name === "ping") return { kind: "ping", ignored: "ping" };
    const parseAppEvent = getOwn(appEventParsers, name);
    const parseRepositoryEvent = getOwn(eventParsers, name);
    // Most events concern nobody here: nothing of them is read.
    if (parseAppEvent === undefined && parseRepositoryEvent === undefined)
      return { kind: eventNamePattern.test(name) ? name : "unknown", ignored: "unknown" };
    const content = parseJsonBody(delivery.body);
    const payload = parsePayload(eventBase(), content);
    if (parseAppEvent !== undefined) return parseAppEvent(delivery, payload, provider);
    const { repository } = payload;
    const event = repository ? parseRepositoryEvent?.({ ...payload, repository }, content) : "mismatch";
    return typeof event === "object"
      ? toWebhookEvent(name, delivery, payload, event)
      : { kind: name, ignored: event ?? "unknown" };
  },
});

const appEventParsers = { github_app_authorization: parseAuthorizationEvent, installation: parseInstallationEvent };

/** A member of the object itself: a name from outside may be one that every object has, such as `constructor`. */
const getOwn = <T>(object: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;

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
