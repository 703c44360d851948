import { clearCache } from "../../store/cache.ts";
import { announceActivity } from "../../webhooks/activity.ts";
import { readersOf } from "../../webhooks/readers.ts";
import type { Arrival } from "../../webhooks/reading.ts";
import type { FileEvent } from "./event-shapes.ts";
import { fileNews } from "./file-news.ts";

/**
 * Empties what is kept and tells the owner. An event does not name its team, so all that is kept for the connection goes: the
 * lists of its teams, and whatever is kept of the file. A comment changes neither.
 * @throws Pointless when no connection it is for stands
 */
export async function fileChanged(arrival: Arrival, event: FileEvent): Promise<void> {
  for (const reader of await readersOf(arrival)) {
    if (event.event_type !== "FILE_COMMENT") await clearCache(reader, reader.id);
    await announceActivity(arrival, reader, fileNews(reader, event, arrival.occurredAt));
  }
}
