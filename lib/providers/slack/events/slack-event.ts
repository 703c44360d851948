import type { Provider } from "../../../oauth/definition.ts";
import type { WebhookEvent } from "../../../webhooks/webhook-source.ts";
import type { Installation } from "./viewers.ts";

/** An event of any type, taken out of its envelope. */
export interface SlackEvent {
  readonly provider: Provider;
  readonly type: string;
  readonly subtype: string | undefined;
  readonly event: Readonly<Record<string, unknown>>;
  /** Slack's id of our app. */
  readonly app: string | undefined;
  readonly installation: Installation;
  /** Whether Slack names the recipient. If not, nobody may see the content. */
  readonly isAuthorized: boolean;
  /** Epoch seconds. */
  readonly occurredAt: number;
  /** The keys of an event that is processed; others need none. @throws DeliveryError `invalid` */
  getDedupeKeys(): readonly string[];
}

/** The event in the worker's form. @param work what to do for it @throws DeliveryError `invalid` */
export const toWebhookEvent = (
  { type, installation, occurredAt, getDedupeKeys }: SlackEvent,
  work: WebhookEvent["work"],
): WebhookEvent => ({ kind: type, dedupeKeys: getDedupeKeys(), eventRoutes: [installation.team], occurredAt, work });
