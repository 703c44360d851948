// What happens to the app itself. These events say no time and look the same each time.
import { endConnection } from "../../oauth/end-connection.ts";
import type { Delivery, EventContext, ParsedDelivery } from "../../webhooks/reading.ts";
import { bodyClaim } from "./body-claim.ts";
import type { Base } from "./event-shapes.ts";
import { tellNews } from "./tell-news.ts";

/**
 * With the delivery's id, which GitHub keeps when it is asked to deliver again: consent taken back twice is two events, and one
 * delivered again days later is the first. The id is not signed, so alone it would let others be held for known.
 */
const revocationClaim = (delivery: Delivery): string =>
  `${bodyClaim(delivery)}#${delivery.headers["x-github-delivery"] ?? hourOf(delivery)}`;

const hourOf = ({ receivedAt }: Delivery): number => Math.floor(receivedAt / 3600);

/** docs.github.com/en/webhooks/webhook-events-and-payloads#github_app_authorization: somebody took their consent back. */
export function readAuthorization(delivery: Delivery, { action, sender }: Base): ParsedDelivery {
  const kind = "github_app_authorization";
  if (action !== "revoked" || !sender || delivery.link !== undefined) return { kind, ignored: "action" };
  return {
    kind,
    claims: [revocationClaim(delivery)],
    routes: [String(sender.id)],
    occurredAt: delivery.receivedAt,
    work: endAll,
  };
}

async function endAll(context: EventContext): Promise<void> {
  const ending = { at: context.occurredAt, actor: { actor: "webhook" } };
  for (const routed of context.routed) await endConnection(routed, ending, context.now());
}

const deeds = new Map([
  ["created", "was installed on"],
  ["deleted", "was removed from"],
  ["suspend", "was suspended on"],
  ["unsuspend", "works again on"],
]);

/** docs.github.com/en/webhooks/webhook-events-and-payloads#installation: told to whoever did it. Their tokens stay good. */
export function readInstallation(delivery: Delivery, { action = "", sender, installation }: Base): ParsedDelivery {
  const kind = "installation";
  const deed = deeds.get(action);
  if (!deed || !sender || !installation || delivery.link !== undefined) return { kind, ignored: "action" };
  const { id, account } = installation;
  const news = {
    key: [kind, id, action, hourOf(delivery)].join("#"),
    kind,
    heading: `The app ${deed} ${account?.login ?? sender.login}`,
    text: "",
    url: `https://github.com/settings/installations/${id}`,
    id: String(id),
    by: sender,
    meant: [],
    at: undefined,
  };
  return {
    kind,
    // News of one kind: once in an hour is enough.
    claims: [`${bodyClaim(delivery)}#${hourOf(delivery)}`],
    routes: [String(sender.id)],
    occurredAt: delivery.receivedAt,
    work: (context) => tellNews(context, news),
  };
}
