// What every `POST /_sandbox/push` may say besides the event and its own fields, and where deliveries go.
import { z } from "zod";
import { sandboxPort } from "../../ports.ts";
import type { ProviderName, State } from "../state.ts";

export const pushFields = {
  /** Deliver the very same so many times, in parallel. */
  times: z.int().min(1).max(10_000).default(1),
  /** False: one attempt, whatever is answered. */
  retry: z.boolean().default(true),
  /** Where to, instead of the provider's path at the receiver. */
  url: z.url().optional(),
};

/** The stage's origin: the switch `receiver`, else counted from the port on which this provider listens. */
export function getReceiverOrigin(state: State, name: ProviderName, origin: string): string {
  const base = Number(new URL(origin).port) - sandboxPort(0, name);
  return state.behaviour.receiver ?? `http://localhost:${base}`;
}
