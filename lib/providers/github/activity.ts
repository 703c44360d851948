import { settleInBatches } from "../../concurrency.ts";
import type { Connection } from "../../store/connection.ts";
import { activeRecipients } from "../../webhooks/active-recipients.ts";
import { type Activity, recordActivity } from "../../webhooks/record-activity.ts";
import type { EventContext } from "../../webhooks/webhook-source.ts";
import type { GithubEvent } from "./events/repository-events.ts";
import { findMentions, mentionsLogin } from "./markdown.ts";

/** Records an event as an activity for each recipient. @throws DeliveryError `ignored` if no recipient has an active connection */
export async function recordEventActivity(context: EventContext, event: GithubEvent): Promise<void> {
  await settleInBatches(await activeRecipients(context), 10, (reader) =>
    recordActivity(context, reader, toEventActivity(reader, event, context.occurredAt)),
  );
}

function toEventActivity(reader: Connection, event: GithubEvent, occurredAt: number): Activity {
  const { key, kind, reads, title, heading, text, url, id, author, addressees } = event;
  const login = reader.username ?? "";
  const isAddressed = addressees.some((one) => String(one.id) === reader.accountId);
  const people = new Set([...addressees.flatMap((one) => one.login ?? []), ...findMentions(text)]);
  return {
    key,
    kind,
    category: "issue",
    reads: reads ?? "issue",
    title,
    heading,
    text,
    ...(author === undefined ? {} : { author: { id: String(author.id), name: author.login ?? "somebody" } }),
    people: [...people].map((name) => ({ name })),
    source: { url, id },
    at: new Date(occurredAt * 1000),
    mentionsOwner:
      String(author?.id) !== reader.accountId && (isAddressed || (login !== "" && mentionsLogin(text, login))),
    owner: { names: [reader.accountName, login].filter(Boolean), ids: [reader.accountId] },
  };
}
