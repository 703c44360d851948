import type { Provider } from "../../../oauth/definition.ts";
import { activeRecipients } from "../../../webhooks/active-recipients.ts";
import { recordActivity } from "../../../webhooks/record-activity.ts";
import type { EventContext } from "../../../webhooks/webhook-source.ts";
import { toFileActivity } from "../activity.ts";
import { invalidateCaches, planRefresh, type RefreshPlan, refreshCaches } from "../auto-sync.ts";
import type { FileEvent } from "./schemas.ts";

/**
 * Forgets what is kept and tells the owner; who wants it (`autoSync`) has it read anew. A comment changes nothing that is kept.
 * @throws DeliveryError `ignored` when no connection it is for stands
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
