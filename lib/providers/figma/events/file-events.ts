import type { Provider } from "../../../oauth/definition.ts";
import { recordChanges, recordTenantChange } from "../../../store/changed-resources.ts";
import { activeRecipients } from "../../../webhooks/active-recipients.ts";
import { recordActivity } from "../../../webhooks/record-activity.ts";
import type { EventContext } from "../../../webhooks/webhook-source.ts";
import { toFileActivity } from "../activity.ts";
import { invalidateCaches, planRefresh, type RefreshPlan, refreshCaches } from "../auto-sync.ts";
import { toFileResource, toTeamResource } from "../changed-files.ts";
import type { FileEvent } from "./schemas.ts";

/** A comment changes nothing that is cached. */
export const changesCaches = ({ event_type }: FileEvent): boolean => event_type !== "FILE_COMMENT";

/** An event of a webhook that was registered by hand names no connection: what anybody has cached of the file or team is stale. */
export const recordFileChange = (provider: Provider, { file_key, team_id }: FileEvent): Promise<void> =>
  recordChanges(provider.id, [toFileResource(file_key), ...(team_id ? [toTeamResource(team_id)] : [])]);

/**
 * Clears the caches, records the activity and, with `autoSync`, refreshes the caches. Others in the tenant may have the file too, so
 * that its change is recorded for them.
 * @throws DeliveryError `ignored` if no recipient has an active connection
 */
export async function handleFileEvent(provider: Provider, context: EventContext, event: FileEvent): Promise<void> {
  const plans: RefreshPlan[] = [];
  for (const reader of await activeRecipients(context)) {
    if (changesCaches(event)) {
      const plan = await planRefresh(reader, event);
      await recordTenantChange(reader, toFileResource(event.file_key));
      await invalidateCaches(plan);
      plans.push(plan);
    }
    await recordActivity(context, reader, toFileActivity(reader, event, context.occurredAt));
  }
  await refreshCaches(provider, context, event, plans);
}
