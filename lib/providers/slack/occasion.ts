import type { Provider } from "../../oauth/definition.ts";
import type { Occurrence } from "../../webhooks/reading.ts";
import type { Installation } from "./visibility.ts";

/** An event out of its envelope, of whatever type. */
export interface Occasion {
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

/** What every reading of an occasion has. */
export const occurrence = (
  { type, installation, occurredAt, claims }: Occasion,
  work: Occurrence["work"],
): Occurrence => ({ kind: type, claims, routes: [installation.team], occurredAt, work });
