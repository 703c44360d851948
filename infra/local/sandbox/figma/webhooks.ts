// Figma's webhooks V2, and which events they get (developers.figma.com/docs/rest-api/webhooks).

import { deliverAll, deliverOwnEvent, type SendOptions } from "../push/deliver.ts";
import type { Delivery } from "../push/deliveries.ts";
import type { State } from "../state.ts";
import type { PlacedFile } from "./document.ts";
import { type Forgery, signedFigmaRequest } from "./signed-request.ts";

export const eventTypes = [
  "PING",
  "FILE_UPDATE",
  "FILE_VERSION_UPDATE",
  "FILE_DELETE",
  "LIBRARY_PUBLISH",
  "FILE_COMMENT",
  "DEV_MODE_STATUS_UPDATE",
] as const;
type EventType = (typeof eventTypes)[number];
export const contexts = ["team", "project", "file"] as const;

export interface Webhook {
  readonly id: number;
  readonly owner: string;
  readonly clientId: string;
  readonly context: (typeof contexts)[number];
  readonly contextId: string;
  readonly team: string;
  eventType: EventType;
  endpoint: string;
  passcode: string;
  status: "ACTIVE" | "PAUSED";
  description: string | null;
}

export interface FigmaEvent {
  readonly type: EventType;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Absent when the event is not about a file. */
  readonly file?: PlacedFile;
}

export interface PushOptions extends SendOptions {
  readonly url?: string | undefined;
  readonly forge?: Forgery | undefined;
}

export type Webhooks = ReturnType<typeof createWebhooks>;

const firstId = 7_000_000;

export function createWebhooks(state: State) {
  let all: Webhook[] = [];
  let sent: { readonly webhook: number; readonly delivery: Delivery }[] = [];
  let count = 0;

  const remember = (webhook: number) => (deliveries: Delivery[]) => {
    sent.push(...deliveries.map((delivery) => ({ webhook, delivery })));
    return deliveries;
  };

  return {
    /** Adds a webhook and pings it, unless it is paused. */
    add(webhook: Omit<Webhook, "id">): Webhook {
      count += 1;
      const added = { ...webhook, id: firstId + count };
      all.push(added);
      if (added.status === "ACTIVE") this.ping(added);
      return added;
    },
    list: (): readonly Webhook[] => all,
    remove(id: number): void {
      all = all.filter((webhook) => webhook.id !== id);
    },
    ping: (webhook: Webhook) => deliver(webhook, { type: "PING", fields: {} }),
    emit(event: FigmaEvent): void {
      for (const webhook of this.listSubscribed(event)) deliver(webhook, event);
    },
    async push(event: FigmaEvent, options: PushOptions): Promise<Delivery[]> {
      const deliveries = this.listSubscribed(event).map((webhook) =>
        deliverAll(state, createRequest(webhook, event, options), options).then(remember(webhook.id)),
      );
      return (await Promise.all(deliveries)).flat();
    },
    /** A webhook for FILE_UPDATE also gets FILE_DELETE. */
    listSubscribed: ({ type, file }: FigmaEvent): Webhook[] =>
      all.filter((one) => one.status === "ACTIVE" && wantsEvent(one, type) && coversFile(one, file)),
    deliveriesOf: (id: number) => sent.filter(({ webhook }) => webhook === id).map(({ delivery }) => delivery),
    clear(): void {
      all = [];
      sent = [];
    },
  };

  function deliver(webhook: Webhook, event: FigmaEvent): void {
    void deliverOwnEvent(state, createRequest(webhook, event))?.then((delivery) => remember(webhook.id)([delivery]));
  }
}

function createRequest(
  { id, passcode, endpoint }: Webhook,
  event: FigmaEvent,
  { url = endpoint, forge }: Partial<PushOptions> = {},
) {
  return signedFigmaRequest({ type: event.type, fields: event.fields, url, id, passcode, forge });
}

const wantsEvent = ({ eventType }: Webhook, type: EventType): boolean =>
  type === "PING" || eventType === type || (eventType === "FILE_UPDATE" && type === "FILE_DELETE");

function coversFile({ context, contextId }: Webhook, file: PlacedFile | undefined): boolean {
  if (!file) return true;
  return contextId === { team: file.team, project: file.project, file: file.key }[context];
}
