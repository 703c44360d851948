// The activities of an account about one person or thing: those whose keys begin with its name.
import { config } from "../config.ts";
import { activitySchema, type ListedActivity } from "./activity.ts";
import { clearOutbox, removeActivities, toOutboxPrefix } from "./activity-removal.ts";
import { parseReadableItems } from "./item.ts";
import type { ConnectionKey } from "./owner.ts";
import { queryAll } from "./query-all.ts";
import { activityPartition } from "./table.ts";

/** Above every number of an activity. */
const newest = 999_999_999_999_999;

/** @param keyPrefix how their keys begin, as `recordActivity` got them */
export async function listActivitiesAbout(of: ConnectionKey, keyPrefix: string): Promise<ListedActivity[]> {
  const items = await queryAll({
    TableName: config("FEED_TABLE").FEED_TABLE,
    KeyConditionExpression: "pk = :pk",
    FilterExpression: "begins_with(outboxName, :name)",
    ExpressionAttributeValues: {
      ":pk": { S: activityPartition(of) },
      ":name": { S: toOutboxPrefix(of.id, keyPrefix) },
    },
  });
  return parseReadableItems(activitySchema(), items, "activity");
}

/** Removes them, with their frames and what waits to be published. @param until published until then, epoch seconds */
export async function removeActivitiesAbout(of: ConnectionKey, keyPrefix: string, until: number): Promise<void> {
  await removeActivities(of, new Set([of.id]), {
    before: newest,
    until,
    maxQueries: Number.POSITIVE_INFINITY,
    keyPrefix,
  });
  await clearOutbox(of, of.id, { until: new Date(until * 1000 + 999), keyPrefix });
}
