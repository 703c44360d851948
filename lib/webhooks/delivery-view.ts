// The log of deliveries, as administrators see it and ask for it. Never a payload.
import * as z from "zod";
import type { User } from "../http/caller.ts";
import { providerIds } from "../providers/ids.ts";
import { deliveryStatuses, type LoggedDelivery } from "../store/deliveries.ts";

const day = 86_400_000;
/** How long the log is kept. */
const longest = 90 * day;

const instant = () => z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** Which part of the log: the last day unless it says otherwise. */
export const logFilter = () =>
  z.object({
    provider: z.enum(providerIds),
    status: z.enum(deliveryStatuses).optional(),
    from: instant().optional(),
    to: instant().optional(),
  });

export function logSpan({ from, to }: { from?: Date | undefined; to?: Date | undefined }, now = Date.now()) {
  const end = to ?? new Date(now);
  const begin = from ?? new Date(end.getTime() - day);
  return { from: new Date(Math.max(begin.getTime(), now - longest)), to: end };
}

/** The tenant whose deliveries an administrator may see; undefined for one of the stage, who sees all and nobody's. */
export const tenantSeen = ({ tenant }: User): string | undefined => (tenant.startsWith("u#") ? undefined : tenant);

export function deliveryView(row: LoggedDelivery, tenant: string | undefined) {
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
    finishedAt: row.finishedAt && new Date(row.finishedAt).toISOString(),
    tenants: tenant === undefined ? tenants : [tenant],
    replayOf,
  };
}
