import type { Provider } from "../../../oauth/definition.ts";
import type { WebhookEvent } from "../../../webhooks/webhook-source.ts";
import type { Installation } from "./viewers.ts";

/** An event out of its envelope, of whatever type. */
export interface SlackEvent {
  readonly provider: Provider;
  readonly type: string;
  readonly subtype: string | undefined;
  readonly event: Readonly<Record<string, unknown>>;
  /** Our own id as an app. */
  readonly app: string | undefined;
  readonly installation: Installation;
  /** Whether Slack says whom it is for; otherwise nobody may see what was said. */
  readonly isAuthorized: boolean;
  /** Epoch seconds. */
  readonly occurredAt: number;
  readonly claims: readonly string[];
}

/** The event as the worker takes it. @param work what it asks for */
export const toWebhookEvent = (
  { type, installation, occurredAt, claims }: SlackEvent,
  work: WebhookEvent["work"],
): WebhookEvent => ({ kind: type, dedupeKeys: claims, eventRoutes: [installation.team], occurredAt, work });
