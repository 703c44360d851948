import type { Provider } from "../../../oauth/definition.ts";
import { activeRecipients } from "../../../webhooks/active-recipients.ts";
import { recordActivity } from "../../../webhooks/record-activity.ts";
import type { EventContext } from "../../../webhooks/webhook-source.ts";
import { toFileActivity } from "../activity.ts";
import { invalidateCaches, planRefresh, type RefreshPlan, refreshCaches } from "../auto-sync.ts";
import type { FileEvent } from "./schemas.ts";

/**
 * Clears the caches, records the activity and, with `autoSync`, refreshes the caches. A comment changes nothing that is cached.
 * @throws DeliveryError `ignored` if no recipient has an active connection
 */
export async function handleFileEvent(provider: Provider, context: EventContext, event: FileEvent): Promise<void> {
  const plans: RefreshPlan[] = [];
  for (const reader of await activeRecipients(context)) {
    if (event.event_type !== "FILE_COMMENT") {
      const plan = await planRefresh(reader, event);
      await invalidateCaches(plan);
      plans.push(plan);
    }
    await recordActivity(context, reader, toFileActivity(reader, event, context.occurredAt));
  }
  await refreshCaches(provider, context, event, plans);
}
