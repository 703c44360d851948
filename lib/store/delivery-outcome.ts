import * as z from "zod";

export const deliveryStatuses = ["pending", "processed", "failed", "ignored", "duplicate"] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** How an attempt ended. */
export interface DeliveryOutcome {
  readonly status: DeliveryStatus;
  /** One word for why it failed or was ignored. */
  readonly error?: string | undefined;
  /** Tenants of its recipients; empty until they were looked up. */
  readonly tenants: readonly string[];
  /** Hashes of its recipients, for the log alone. */
  readonly recipients?: string[] | undefined;
}

export const outcomeSchema = () =>
  z.object({ status: z.enum(deliveryStatuses), error: z.string().optional(), tenants: z.array(z.string()) });
