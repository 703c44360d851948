// Events about the app itself. They have no time, and a repeated event has the same body.
import { settleInBatches } from "../../../concurrency.ts";
import { endConnection } from "../../../connections/end-connection.ts";
import type { Provider } from "../../../oauth/definition.ts";
import type { EventRecipient } from "../../../store/event-routes.ts";
import type { Delivery, EventContext, ParsedDelivery } from "../../../webhooks/webhook-source.ts";
import { recordEventActivity } from "../activity.ts";
import { bodyDedupeKey } from "./dedupe-key.ts";
import type { GithubEvent } from "./repository-events.ts";
import type { EventBase } from "./schemas.ts";

/**
 * Two revocations have the same body, so a minute is part of the key: ours, since the signature covers neither the delivery's id
 * nor a time. A replay in another minute leads to a question to GitHub and ends nothing that lives.
 */
const revocationDedupeKey = (delivery: Delivery): string =>
  `${bodyDedupeKey(delivery)}#${Math.floor(delivery.receivedAt / 60)}`;

/** A person revoked their consent: docs.github.com/en/webhooks/webhook-events-and-payloads#github_app_authorization */
export function parseAuthorizationEvent(
  delivery: Delivery,
  { action, sender, repository }: EventBase,
  provider: Provider,
): ParsedDelivery {
  const kind = "github_app_authorization";
  // The event's name is not signed, and other events are "revoked" too. This one is about no repository.
  if (action !== "revoked" || !sender || repository || delivery.link !== undefined) return { kind, ignored: "action" };
  return {
    kind,
    dedupeKeys: [revocationDedupeKey(delivery)],
    eventRoutes: [String(sender.id)],
    occurredAt: delivery.receivedAt,
    work: (context) => endConnections(context, provider),
  };
}

async function endConnections(context: EventContext, provider: Provider): Promise<void> {
  const check = { provider, actor: { actor: "webhook" }, dependencies: context, answers: new Map() };
  const end = (routed: EventRecipient) => endConnection(routed, { at: context.occurredAt }, check);
  await settleInBatches(context.recipients, maxConcurrency, end);
}

/** Connections ended at a time: each asks GitHub. */
const maxConcurrency = 5;

const actionTexts = new Map([
  ["created", "was installed on"],
  ["deleted", "was removed from"],
  ["suspend", "was suspended on"],
  ["unsuspend", "works again on"],
]);

/** A person's or organization's login, or the name of an enterprise. */
const getAccountName = ({ account }: NonNullable<EventBase["installation"]>): string | undefined =>
  account?.login ?? account?.name ?? account?.slug ?? undefined;

/** An installation changed; an activity for the sender, whose tokens stay valid: docs.github.com/en/webhooks/webhook-events-and-payloads#installation */
export function parseInstallationEvent(
  delivery: Delivery,
  { action, sender, installation }: EventBase,
): ParsedDelivery {
  const kind = "installation";
  const actionText = actionTexts.get(action ?? "");
  if (!actionText || !sender || !installation || delivery.link !== undefined) return { kind, ignored: "action" };
  const { id } = installation;
  const event: GithubEvent = {
    key: [kind, id, action, bodyDedupeKey(delivery)].join("#"),
    kind,
    heading: `The app ${actionText} ${getAccountName(installation) ?? sender.login ?? "an account"}`,
    text: "",
    url: `https://github.com/settings/installations/${id}`,
    id: String(id),
    author: sender,
    addressees: [],
    at: undefined,
  };
  return {
    kind,
    // A new installation has a new id, and a change of one another `updated_at`: the same body is the same event.
    dedupeKeys: [bodyDedupeKey(delivery)],
    eventRoutes: [String(sender.id)],
    occurredAt: delivery.receivedAt,
    work: (context) => recordEventActivity(context, event),
  };
}
