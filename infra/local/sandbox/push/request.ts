// Fields that every `POST /_sandbox/push` accepts, and where deliveries go.
import { z } from "zod";
import { sandboxPort } from "../../ports.ts";
import type { ProviderName, State } from "../state.ts";

export const pushFields = {
  /** How many times to deliver the same request, in parallel. */
  times: z.int().min(1).max(10_000).default(1),
  /** False: only one attempt. */
  retry: z.boolean().default(true),
  /** Where to deliver, instead of the provider's path at the receiver. */
  url: z.url().optional(),
};

/** The receiving stage's origin: the switch `receiver`, else computed from this provider's port. */
export function getReceiverOrigin(state: State, name: ProviderName, origin: string): string {
  const base = Number(new URL(origin).port) - sandboxPort(0, name);
  return state.behaviour.receiver ?? `http://localhost:${base}`;
}
