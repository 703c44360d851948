// What happens to the app itself. These events say no time and look the same each time, so one is known again within an hour.
import { endConnection } from "../../oauth/end-connection.ts";
import type { Arrival, Delivery, Reading } from "../../webhooks/reading.ts";
import { bodyClaim } from "./body-claim.ts";
import type { Base } from "./event-shapes.ts";
import { tellNews } from "./tell-news.ts";

const hourOf = ({ receivedAt }: Delivery): number => Math.floor(receivedAt / 3600);

/** docs.github.com/en/webhooks/webhook-events-and-payloads#github_app_authorization: somebody took their consent back. */
export function readAuthorization(delivery: Delivery, { action, sender }: Base): Reading {
  const kind = "github_app_authorization";
  if (action !== "revoked" || !sender || delivery.link !== undefined) return { kind, ignored: "action" };
  return {
    kind,
    claims: [`${bodyClaim(delivery)}#${hourOf(delivery)}`],
    routes: [String(sender.id)],
    occurredAt: delivery.receivedAt,
    work: endAll,
  };
}

async function endAll(arrival: Arrival): Promise<void> {
  const ending = { at: arrival.occurredAt, actor: { actor: "webhook" } };
  for (const routed of arrival.routed) await endConnection(routed, ending, arrival.now());
}

const deeds = new Map([
  ["created", "was installed on"],
  ["deleted", "was removed from"],
  ["suspend", "was suspended on"],
  ["unsuspend", "works again on"],
]);

/** docs.github.com/en/webhooks/webhook-events-and-payloads#installation: told to whoever did it. Their tokens stay good. */
export function readInstallation(delivery: Delivery, { action = "", sender, installation }: Base): Reading {
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
    claims: [`${bodyClaim(delivery)}#${hourOf(delivery)}`],
    routes: [String(sender.id)],
    occurredAt: delivery.receivedAt,
    work: (arrival) => tellNews(arrival, news),
  };
}
