// Activities that are also posted to a Slack channel: the queue's message, and the claim that each is posted once.
import { randomUUID } from "node:crypto";
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { retentionSeconds } from "./activity.ts";
import { dynamo } from "./dynamo.ts";
import { claimRequest, type RequestClaim, releaseRequest } from "./idempotency.ts";
import { fromItem } from "./item.ts";
import type { Owner } from "./owner.ts";
import { key } from "./table.ts";

/** Message on the queue: the activity's number, without its content. */
export const notificationMessage = z.object({ tenant: z.string(), user: z.string(), seq: z.int().positive() });
export type NotificationMessage = z.output<typeof notificationMessage>;

const notificationSchema = () =>
  z.object({
    provider: z.string(),
    title: z.string(),
    excerpt: z.string(),
    source: z.object({ url: z.string(), id: z.string() }),
    actionItems: z.array(z.object({ text: z.string(), assignee: z.string().optional(), due: z.string().optional() })),
    participants: z.array(z.string()),
    at: z.string(),
    postTo: z.string(),
    ttl: z.number(),
  });
export interface Notification extends Omit<z.output<ReturnType<typeof notificationSchema>>, "ttl"> {
  /** When the activity was published to its owner, epoch seconds. */
  readonly toldAt: number;
}

/** Reads the activity to post; undefined if there is none or it is not to be posted. */
export async function readNotification(owner: Owner, seq: number): Promise<Notification | undefined> {
  const { FEED_TABLE: TableName } = config("FEED_TABLE");
  const Key = key.activity(owner, seq);
  const { Item } = await dynamo.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  if (Item?.postTo === undefined) return undefined;
  const { ttl, ...rest } = fromItem(notificationSchema(), Item);
  return { ...rest, toldAt: ttl - retentionSeconds };
}

/** Claims the posting of an activity for 24 hours; a crash does not release it. @returns undefined if it is claimed already */
export async function claimNotification(of: NotificationMessage, now: number): Promise<RequestClaim | undefined> {
  const { tenant, user, seq } = of;
  const claim = { tenant, user, name: `notification#${seq}`, request: "-", claim: randomUUID() };
  return (await claimRequest(claim, now)) === undefined ? claim : undefined;
}

export const releaseNotification = releaseRequest;
