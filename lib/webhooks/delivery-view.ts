// The log of deliveries, as administrators see it and ask for it. Never a payload.
import * as z from "zod";
import type { User } from "../http/caller.ts";
import { providerIds } from "../provider-ids.ts";
import { deliveryStatuses, type LoggedDelivery } from "../store/deliveries.ts";

const day = 86_400_000;
/** How long the log is kept. */
const maxLogAgeMs = 90 * day;

const instantSchema = () => z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** Which part of the log: the last day unless it says otherwise. */
export const logFilterSchema = () =>
  z.object({
    provider: z.enum(providerIds),
    status: z.enum(deliveryStatuses).optional(),
    from: instantSchema().optional(),
    to: instantSchema().optional(),
  });

/** The span that is asked for, as far as there can be a log of it: it is read hour by hour. */
export function limitLogSpan({ from, to }: { from?: Date | undefined; to?: Date | undefined }, now = Date.now()) {
  const end = new Date(Math.min(to?.getTime() ?? now, now));
  const begin = from ?? new Date(end.getTime() - day);
  return { from: new Date(Math.max(begin.getTime(), now - maxLogAgeMs)), to: end };
}

/** The tenant whose deliveries an administrator may see; undefined for one of the stage, who sees all and nobody's. */
export const getVisibleTenant = ({ tenant }: User): string | undefined =>
  tenant.startsWith("u#") ? undefined : tenant;

/** The schema of what `toDeliveryView` makes. */
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
