import { settleInBatches } from "../../concurrency.ts";
import type { Connection } from "../../store/connection.ts";
import { type Activity, announceActivity } from "../../webhooks/activity.ts";
import { readersOf } from "../../webhooks/readers.ts";
import type { EventContext } from "../../webhooks/reading.ts";
import { mentionedIn, mentions } from "./markdown.ts";
import type { News } from "./news.ts";

/** @throws DeliveryError `ignored` when no connection it is for stands */
export async function tellNews(context: EventContext, news: News): Promise<void> {
  await settleInBatches(await readersOf(context), 10, (reader) =>
    announceActivity(context, reader, activityFor(reader, news, context.occurredAt)),
  );
}

function activityFor(reader: Connection, news: News, occurredAt: number): Activity {
  const { key, kind, reads, title, heading, text, url, id, by, meant } = news;
  const login = reader.username ?? "";
  const isMeant = meant.some((one) => String(one.id) === reader.accountId);
  const people = new Set([...meant.map((one) => one.login), ...mentionedIn(text)]);
  return {
    key,
    kind,
    category: "issue",
    reads: reads ?? "issue",
    title,
    heading,
    text,
    ...(by === undefined ? {} : { author: { id: String(by.id), name: by.login } }),
    people: [...people].map((name) => ({ name })),
    source: { url, id },
    at: new Date(occurredAt * 1000),
    mentionsOwner: String(by?.id) !== reader.accountId && (isMeant || (login !== "" && mentions(text, login))),
    owner: { names: [reader.accountName, login].filter(Boolean), ids: [reader.accountId] },
  };
}
