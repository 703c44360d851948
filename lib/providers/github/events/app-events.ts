// Events about the app itself. They have no time, and a repeated event has the same body.
import { endConnection } from "../../../connections/end-connection.ts";
import type { Delivery, EventContext, ParsedDelivery } from "../../../webhooks/webhook-source.ts";
import { recordEventActivity } from "../activity.ts";
import { bodyDedupeKey } from "./dedupe-key.ts";
import type { GithubEvent } from "./repository-events.ts";
import type { EventBase } from "./schemas.ts";

/**
 * Includes the delivery's id, which GitHub keeps for a redelivery: two revocations are two events, and a redelivery days later is the
 * same event. The id is not signed, so on its own it could make a new event look like a duplicate.
 */
const revocationDedupeKey = (delivery: Delivery): string =>
  `${bodyDedupeKey(delivery)}#${delivery.headers["x-github-delivery"] ?? getReceivedHour(delivery)}`;

const getReceivedHour = ({ receivedAt }: Delivery): number => Math.floor(receivedAt / 3600);

/** A person revoked their consent: docs.github.com/en/webhooks/webhook-events-and-payloads#github_app_authorization */
export function parseAuthorizationEvent(delivery: Delivery, { action, sender }: EventBase): ParsedDelivery {
  const kind = "github_app_authorization";
  if (action !== "revoked" || !sender || delivery.link !== undefined) return { kind, ignored: "action" };
  return {
    kind,
    dedupeKeys: [revocationDedupeKey(delivery)],
    eventRoutes: [String(sender.id)],
    occurredAt: delivery.receivedAt,
    work: endConnections,
  };
}

async function endConnections(context: EventContext): Promise<void> {
  const ending = { at: context.occurredAt, actor: { actor: "webhook" } };
  for (const routed of context.recipients) await endConnection(routed, ending, context.now());
}

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
    key: [kind, id, action, getReceivedHour(delivery)].join("#"),
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
    // Report each kind of event at most once an hour.
    dedupeKeys: [`${bodyDedupeKey(delivery)}#${getReceivedHour(delivery)}`],
    eventRoutes: [String(sender.id)],
    occurredAt: delivery.receivedAt,
    work: (context) => recordEventActivity(context, event),
  };
}
