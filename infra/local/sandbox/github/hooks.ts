// The webhooks of repositories and their deliveries. The emulator's own webhooks are not used: they deliver differently.
import { randomUUID } from "node:crypto";
import type { Attempt } from "../push/deliveries.ts";

export interface Hook {
  readonly id: number;
  /** owner/name, in lower case. */
  readonly repository: string;
  readonly createdAt: string;
  updatedAt: string;
  active: boolean;
  events: readonly string[];
  url: string;
  contentType: "json" | "form";
  secret: string | undefined;
  insecureSsl: string;
}

export interface HookDelivery {
  readonly id: number;
  readonly hook: number;
  /** The `X-GitHub-Delivery` of every attempt at the same event. */
  readonly guid: string;
  readonly redelivery: boolean;
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>> & { readonly action?: string };
  /** The payload as delivered: JSON or a form. */
  readonly body: string;
  readonly attempt: Attempt;
}

export type Hooks = ReturnType<typeof createHooks>;

const retentionMs = 3 * 24 * 3_600_000;
const firstHook = 5_000_000;
const firstDelivery = 70_000_000_000;

export function createHooks(now: () => number = Date.now) {
  let hooks: Hook[] = [];
  let deliveries: HookDelivery[] = [];
  let count = 0;
  return {
    add(hook: Omit<Hook, "id" | "createdAt" | "updatedAt">): Hook {
      count += 1;
      const at = new Date(now()).toISOString();
      const added = { ...hook, id: firstHook + count, createdAt: at, updatedAt: at };
      hooks.push(added);
      return added;
    },
    listByRepository: (repository: string) => hooks.filter((hook) => hook.repository === repository.toLowerCase()),
    /** Lists a repository's active hooks that subscribe to an event. */
    listSubscribed(repository: string, event: string): Hook[] {
      const wants = ({ active, events }: Hook) => active && (events.includes("*") || events.includes(event));
      return this.listByRepository(repository).filter(wants);
    },
    remove(id: number): void {
      hooks = hooks.filter((hook) => hook.id !== id);
    },
    log(delivery: Omit<HookDelivery, "id">): HookDelivery {
      count += 1;
      const logged = { ...delivery, id: firstDelivery + count };
      deliveries.push(logged);
      return logged;
    },
    /** The hook's deliveries of the last three days, newest first. */
    deliveriesOf: (hook: number) =>
      deliveries
        .filter((one) => one.hook === hook && Date.parse(one.attempt.at) > now() - retentionMs)
        .sort((a, b) => b.id - a.id),
    clear(): void {
      hooks = [];
      deliveries = [];
    },
  };
}

export const createGuid = (): string => randomUUID();
