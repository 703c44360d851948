import { settleInBatches } from "../../concurrency.ts";
import { clearCache } from "../../store/cache.ts";
import type { Connection } from "../../store/connection.ts";
import { endKeptCustomers } from "../../store/connectors.ts";
import { readSubscriptions, recordEventTime } from "../../store/subscriptions.ts";
import { activeRecipients } from "../../webhooks/active-recipients.ts";
import { type Activity, recordActivity } from "../../webhooks/record-activity.ts";
import type { EventContext } from "../../webhooks/webhook-source.ts";
import type { ContactEvent } from "./event-content.ts";
import { defaultRegion, regionHosts } from "./region.ts";

const changeTexts = { created: "is a new contact", updated: "was changed", deleted: "was deleted" } as const;

/** Ends what is kept of the account's contacts and tells its owner. @throws DeliveryError `ignored` if it is not connected */
export async function handleContactEvent(context: EventContext, event: ContactEvent): Promise<void> {
  const active = await activeRecipients(context);
  await endKeptCustomers(active.map(({ tenant }) => tenant));
  await settleInBatches(active, 10, async (connection) => {
    await clearCache(connection, connection.id);
    const [subscription] = await readSubscriptions(connection);
    if (subscription !== undefined) await recordEventTime(subscription, context.occurredAt);
    await recordActivity(context, connection, toContactActivity(connection, event, context.occurredAt));
  });
}

function toContactActivity(connection: Connection, { data, meta }: ContactEvent, occurredAt: number): Activity {
  const host = connection.params.region ?? regionHosts[defaultRegion];
  return {
    key: `contact#${data.id}#${meta.event}#${data.etag ?? data.updated_at ?? ""}`,
    kind: "contact",
    category: "event",
    heading: `${data.name ?? "A contact"} ${changeTexts[meta.event]}`,
    // It reports a change and asks for nothing.
    reads: "issue",
    text: "",
    people: [],
    source: { url: `https://${host}/nc/#/contacts/${data.id}`, id: String(data.id) },
    at: new Date(occurredAt * 1000),
    mentionsOwner: false,
  };
}
