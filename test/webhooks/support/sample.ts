// A genuine event, and what it may be without.
import type { Delivery, WebhookSource } from "../../../lib/webhooks/webhook-source.ts";

export interface Sample {
  readonly source: WebhookSource;
  readonly content: object;
  readonly delivery?: Partial<Delivery>;
  /** Members without which the event says nothing: it may be invalid. A member stands for all within it. */
  readonly essence: readonly string[];
  /** Members that decide whether the event matters: it may be ignored. */
  readonly deciding: readonly string[];
  /** Whether nobody receives it, because its work needs the store. */
  readonly isForNobody?: boolean;
}
