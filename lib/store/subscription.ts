// Schema of a subscription's row: a push channel over which a provider notifies us. Times are epoch seconds.
import * as z from "zod";

/** Redelivery of events that the provider could not deliver. */
const sweepSchema = z.object({
  /** The provider's list of deliveries was read up to this time. */
  until: z.number(),
  /** Failed deliveries whose redelivery was requested, by event id. */
  open: z.record(z.string(), z.object({ delivery: z.string(), attempts: z.number(), at: z.number() })),
  /** When an event was last too large to receive. */
  tooLargeAt: z.number().optional(),
});
export type Sweep = z.output<typeof sweepSchema>;

export const subscriptionSchema = z.object({
  /** Unique within its connection; the user's choice is matched by it. */
  name: z.string(),
  kind: z.string(),
  tenant: z.string(),
  user: z.string(),
  provider: z.string(),
  connection: z.string(),
  /** The provider's id of what it watches: a team, a calendar, a repository. */
  target: z.string().optional(),
  /** The provider's id of the subscription; absent while there is none. */
  remoteId: z.string().optional(),
  resourceId: z.string().optional(),
  events: z.array(z.string()).optional(),
  /** The application's own id of what the target belongs to; Patchbay only keeps it. */
  projectId: z.union([z.string(), z.number()]).optional(),
  kid: z.string().optional(),
  status: z.enum(["pending", "active", "failed", "lapsed"]),
  error: z.string().optional(),
  failures: z.number(),
  /** No longer wanted, but not yet stopped at the provider. */
  stopping: z.boolean().optional(),
  createdAt: z.number(),
  expiresAt: z.number().optional(),
  lastEventAt: z.number().optional(),
  due: z.string().optional(),
  dueAt: z.number().optional(),
  /** Position up to which the provider's changes were read. */
  cursor: z.string().optional(),
  /** Whether the cursor is a number that only increases. */
  counts: z.boolean().optional(),
  resync: z.record(z.string(), z.unknown()).optional(),
  sweep: sweepSchema.optional(),
  /** Changes with every claim and result; conditional writes compare it. */
  version: z.string(),
});
export type Subscription = z.output<typeof subscriptionSchema>;

/** Whether the subscription has an event route, by which the provider's events find its connection. */
export const hasEventRoute = ({ kind }: Pick<Subscription, "kind">): boolean => kind === "repository";
