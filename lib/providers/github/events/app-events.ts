// What happens to the app itself. These events say no time and look the same each time.
import { endConnection } from "../../../connections/end-connection.ts";
import type { Delivery, EventContext, ParsedDelivery } from "../../../webhooks/webhook-source.ts";
import { recordEventActivity } from "../activity.ts";
import { bodyDedupeKey } from "./dedupe-key.ts";
import type { EventBase } from "./schemas.ts";

/**
 * With the delivery's id, which GitHub keeps when it is asked to deliver again: consent taken back twice is two events, and one
 * delivered again days later is the first. The id is not signed, so alone it would let others be held for known.
 */
const revocationDedupeKey = (delivery: Delivery): string =>
  `${bodyDedupeKey(delivery)}#${delivery.headers["x-github-delivery"] ?? getReceivedHour(delivery)}`;

const getReceivedHour = ({ receivedAt }: Delivery): number => Math.floor(receivedAt / 3600);

/** docs.github.com/en/webhooks/webhook-events-and-payloads#github_app_authorization: somebody took their consent back. */
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

/** docs.github.com/en/webhooks/webhook-events-and-payloads#installation: told to whoever did it. Their tokens stay good. */
export function parseInstallationEvent(
  delivery: Delivery,
  { action = "", sender, installation }: EventBase,
): ParsedDelivery {
  const kind = "installation";
  const actionText = actionTexts.get(action);
  if (!actionText || !sender || !installation || delivery.link !== undefined) return { kind, ignored: "action" };
  const { id, account } = installation;
  const event = {
    key: [kind, id, action, getReceivedHour(delivery)].join("#"),
    kind,
    heading: `The app ${actionText} ${account?.login ?? sender.login}`,
    text: "",
    url: `https://github.com/settings/installations/${id}`,
    id: String(id),
    author: sender,
    addressees: [],
    at: undefined,
  };
  return {
    kind,
    // News of one kind: once in an hour is enough.
    dedupeKeys: [`${bodyDedupeKey(delivery)}#${getReceivedHour(delivery)}`],
    eventRoutes: [String(sender.id)],
    occurredAt: delivery.receivedAt,
    work: (context) => recordEventActivity(context, event),
  };
}
