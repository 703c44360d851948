// The delivery log as administrators query and see it, without payloads.
import * as z from "zod";
import { instantSchema } from "../http/instant-schema.ts";
import { providerIds } from "../provider-ids.ts";
import type { LoggedDelivery } from "../store/deliveries.ts";
import { deliveryStatuses } from "../store/delivery-outcome.ts";

const day = 86_400_000;
/** How long the log is kept. */
const maxLogAgeMs = 90 * day;

/** Filter of the log. Default: the last day. */
export const logFilterSchema = () =>
  z.object({
    provider: z.enum(providerIds),
    status: z.enum(deliveryStatuses).optional(),
    kind: z.string().min(1).max(256).optional().describe("The provider's name for what happened."),
    tenant: z.string().min(1).max(256).optional().describe("For administrators of the stage, who see all otherwise."),
    from: instantSchema().optional(),
    to: instantSchema().optional(),
  });

/** Limits the requested span to the age of the log, because it is read hour by hour. @param now epoch milliseconds */
export function limitLogSpan({ from, to }: { from?: Date | undefined; to?: Date | undefined }, now = Date.now()) {
  const end = new Date(Math.min(to?.getTime() ?? now, now));
  const begin = from ?? new Date(end.getTime() - day);
  return { from: new Date(Math.max(begin.getTime(), now - maxLogAgeMs)), to: end };
}

/** Schema of `toDeliveryView`. */
export const deliverySchema = () =>
  z
    .object({
      id: z.string(),
      provider: z.string(),
      kind: z.string(),
      status: z.enum(deliveryStatuses),
      attempts: z.number().int(),
      error: z.string().optional().describe("Why it failed or was ignored, in one word."),
      deliveryId: z.string().optional().describe("The provider's name for it."),
      receivedAt: z.iso.datetime(),
      finishedAt: z.iso.datetime().optional(),
      tenants: z.array(z.string()),
      replayOf: z.string().optional(),
    })
    .meta({ id: "Delivery", description: "One arrival of a webhook." });

/** @param tenant the only tenant to show; undefined for all */
export function toDeliveryView(row: LoggedDelivery, tenant: string | undefined) {
  const { receipt: id, provider, kind, status, attempts, error, deliveryId, tenants, replayOf } = row;
  return {
    id,
    provider,
    kind,
    status,
    attempts,
    error,
    deliveryId,
    receivedAt: new Date(row.receivedAt).toISOString(),
    finishedAt: row.finishedAt === undefined ? undefined : new Date(row.finishedAt).toISOString(),
    tenants: tenant === undefined ? tenants : [tenant],
    replayOf,
  };
}
