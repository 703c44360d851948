// Delivers events to the hooks of their repository, and to the app's own webhook.

import { deliverAll, type SendOptions } from "../push/deliver.ts";
import type { Delivery } from "../push/deliveries.ts";
import { getReceiverOrigin } from "../push/request.ts";
import type { State } from "../state.ts";
import { createGuid, type Hook, type HookDelivery, type Hooks } from "./hooks.ts";
import { encodeBody, type Forgery, signedGithubRequest, type Target } from "./signed-request.ts";

export interface GithubEvent {
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>> & {
    readonly action?: string;
    readonly repository?: { readonly id?: number; readonly full_name?: string };
  };
}

export interface PushOptions extends SendOptions {
  readonly url?: string | undefined;
  readonly forge?: Forgery | undefined;
  /** "app": deliver to the app's webhook, even if a hook subscribes to the event. */
  readonly to?: "app" | undefined;
}

export type GithubEvents = ReturnType<typeof createGithubEvents>;

/** The ids of the app's webhook and of the app. */
const app = { hook: 4_000_001, id: 900_001 };

const sendOnce = { times: 1, retry: false };

export function createGithubEvents(state: State, hooks: Hooks, origin: string) {
  const listSubscribed = ({ event, payload }: GithubEvent) =>
    hooks.listSubscribed(payload.repository?.full_name ?? "", event);

  async function send(hook: Hook, event: GithubEvent, { url, forge, ...how }: PushOptions, earlier?: HookDelivery) {
    const { repository } = event.payload;
    const installationTarget = { type: "repository", id: repository?.id ?? 0 } as const;
    const { secret, contentType } = hook;
    const target: Target = { hook: hook.id, url: url ?? hook.url, secret, contentType, installationTarget };
    const guid = earlier?.guid ?? createGuid();
    const body = earlier?.body ?? encodeBody(target, event.payload);
    const sent = await deliverAll(state, signedGithubRequest(target, { event: event.event, body, guid, forge }), how);
    for (const attempt of sent.flatMap(({ attempts }) => attempts)) {
      hooks.log({ hook: hook.id, guid, redelivery: earlier !== undefined, ...event, body, attempt });
    }
    return sent;
  }

  function sendToApp({ event, payload }: GithubEvent, { url, forge, ...how }: PushOptions) {
    const target: Target = {
      hook: app.hook,
      url: url ?? `${getReceiverOrigin(state, "github", origin)}/api/integrations/github/webhook`,
      secret: "sandbox-github-webhook-secret",
      contentType: "json",
      installationTarget: { type: "integration", id: app.id },
    };
    return deliverAll(state, signedGithubRequest(target, { event, body: encodeBody(target, payload), forge }), how);
  }

  return {
    /** Delivers to the subscribed hooks, if the switch `events` is on. */
    emit(event: GithubEvent): void {
      if (!state.behaviour.events) return;
      for (const hook of listSubscribed(event)) void send(hook, event, sendOnce);
    },
    /** Delivers to the subscribed hooks; if there are none, to the app's webhook. */
    async push(event: GithubEvent, options: PushOptions): Promise<Delivery[]> {
      const subscribed = options.to === "app" ? [] : listSubscribed(event);
      if (subscribed.length === 0) return sendToApp(event, options);
      return (await Promise.all(subscribed.map((hook) => send(hook, event, options)))).flat();
    },
    ping(hook: Hook, shown: object): void {
      if (!state.behaviour.events) return;
      void send(hook, { event: "ping", payload: createPing(hook, shown) }, sendOnce);
    },
    /** Repeats a delivery, also while the switch `events` is off. */
    redeliver(hook: Hook, delivery: HookDelivery): void {
      void send(hook, { event: delivery.event, payload: delivery.payload }, sendOnce, delivery);
    },
  };
}

function createPing({ id: hook_id, repository: full_name }: Hook, hook: object) {
  const [login, name] = full_name.split("/");
  return { zen: "Keep it logically awesome.", hook_id, hook, repository: { name, full_name, owner: { login } } };
}
