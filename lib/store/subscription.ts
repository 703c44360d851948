// What a push channel is, as it stands in the table. Times are epoch seconds.
import * as z from "zod";

/** What has been asked for again of the events that a provider could not deliver, by their ids. */
const sweepSchema = z.object({
  /** Up to when the provider's list of deliveries was read. */
  until: z.number(),
  /** Failed deliveries that are still asked for. */
  open: z.record(z.string(), z.object({ delivery: z.string(), attempts: z.number(), at: z.number() })),
  /** When an event was last too large for us. */
  tooLargeAt: z.number().optional(),
});
export type Sweep = z.output<typeof sweepSchema>;

export const subscriptionSchema = z.object({
  /** Unique within its connection, and what it is wanted by. */
  name: z.string(),
  kind: z.string(),
  tenant: z.string(),
  user: z.string(),
  provider: z.string(),
  connection: z.string(),
  /** What it watches, in the provider's words: a team, a calendar, a repository. */
  target: z.string().optional(),
  /** The provider's id of it; absent while there is none. */
  remoteId: z.string().optional(),
  resourceId: z.string().optional(),
  /** Kinds of events, where the user chose them. */
  events: z.array(z.string()).optional(),
  /** Under which of our secrets its token was signed. */
  kid: z.string().optional(),
  status: z.enum(["pending", "active", "failed", "lapsed"]),
  /** What is wrong with it, for the person who reads it. */
  error: z.string().optional(),
  /** In a row. */
  failures: z.number(),
  /** It is no longer wanted, and could not be stopped yet. */
  stopping: z.boolean().optional(),
  createdAt: z.number(),
  expiresAt: z.number().optional(),
  lastEventAt: z.number().optional(),
  due: z.string().optional(),
  dueAt: z.number().optional(),
  /** Up to where the provider's changes were read. */
  cursor: z.string().optional(),
  /** Whether the cursor is a number that only grows. */
  counts: z.boolean().optional(),
  /** How far a repair of a gap has come; its worker knows the shape. */
  resync: z.record(z.string(), z.unknown()).optional(),
  sweep: sweepSchema.optional(),
  /** Changes with every deed at the provider; what a conditional write compares. */
  version: z.string(),
});
export type Subscription = z.output<typeof subscriptionSchema>;

/** A route's row leads to the connection of a channel whose name is known to the provider only. */
export const hasEventRoute = ({ kind }: Pick<Subscription, "kind">): boolean => kind === "repository";
