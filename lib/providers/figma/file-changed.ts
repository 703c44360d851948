import type { Provider } from "../../oauth/definition.ts";
import { announceActivity } from "../../webhooks/activity.ts";
import { readersOf } from "../../webhooks/readers.ts";
import type { EventContext } from "../../webhooks/reading.ts";
import { forgetStale, type Plan, planOf, readAnew } from "./auto-sync.ts";
import type { FileEvent } from "./event-shapes.ts";
import { fileNews } from "./file-news.ts";

/**
 * Forgets what is kept and tells the owner; who wants it (`autoSync`) has it read anew. A comment changes nothing that is kept.
 * @throws DeliveryError `ignored` when no connection it is for stands
 */
export async function fileChanged(provider: Provider, context: EventContext, event: FileEvent): Promise<void> {
  const plans: Plan[] = [];
  for (const reader of await readersOf(context)) {
    if (event.event_type !== "FILE_COMMENT") {
      const plan = await planOf(reader, event);
      await forgetStale(plan);
      plans.push(plan);
    }
    await announceActivity(context, reader, fileNews(reader, event, context.occurredAt));
  }
  await readAnew(provider, context, event, plans);
}
