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
  readonly dedupeKeys: readonly string[];
}

/** The event in the worker's form. @param work what to do for it */
export const toWebhookEvent = (
  { type, installation, occurredAt, dedupeKeys }: SlackEvent,
  work: WebhookEvent["work"],
): WebhookEvent => ({ kind: type, dedupeKeys, eventRoutes: [installation.team], occurredAt, work });
