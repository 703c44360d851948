// The app's event subscription: what happens in a workspace goes to its request URL, for one of the installations that may see it.
import { type Answer, type Exchange, jsonAnswer, readFields } from "../exchange.ts";
import { deliverAll, deliverOwnEvent, type SendOptions, type SignedRequest } from "../push/deliver.ts";
import type { Delivery } from "../push/deliveries.ts";
import { getReceiverOrigin } from "../push/request.ts";
import type { State } from "../state.ts";
import { type Authorization, listAuthorizations } from "./authorizations.ts";
import { findConversation } from "./conversation.ts";
import { type ApiCall, type EmittedEvent, emittedEvents } from "./emitted-events.ts";
import { buildEnvelope, type Forgery, signedSlackRequest } from "./signed-request.ts";
import type { RunningWorkspace } from "./workspace.ts";

export type SlackEvents = ReturnType<typeof createSlackEvents>;

/** How a pushed event differs from one that the provider sends by itself. */
export interface PushOptions extends SendOptions {
  readonly url?: string | undefined;
  readonly forge?: Forgery | undefined;
  /** The installation it is for, whatever that may see. */
  readonly authorization?: Authorization | undefined;
  /** Another workspace's id on the envelope, as in a Slack Connect channel. */
  readonly team?: string | undefined;
}

export function createSlackEvents(state: State, origin: string) {
  const contexts = new Map<string, readonly Authorization[]>();
  const requestUrl = () => `${getReceiverOrigin(state, "slack", origin)}/api/integrations/slack/webhook`;

  function parcel(
    at: RunningWorkspace,
    event: EmittedEvent["event"],
    to: readonly Authorization[],
    wish?: PushOptions,
  ): SignedRequest {
    const context = `4-${Buffer.from(JSON.stringify({ et: event.type, n: contexts.size })).toString("base64url")}`;
    contexts.set(context, to);
    const body = JSON.stringify(buildEnvelope(wish?.team ?? at.workspace.team.id, event, to, context));
    return signedSlackRequest({ event: event.type, url: wish?.url ?? requestUrl(), body, forge: wish?.forge });
  }

  return {
    requestUrl,
    interactivityUrl: () => `${getReceiverOrigin(state, "slack", origin)}/api/v1/webhooks/slack/interactive`,
    /** Delivers what a call has caused; without the switch `events`, or where no installation may see it, nothing. */
    async happened(call: ApiCall): Promise<void> {
      if (!state.behaviour.events) return;
      for (const happening of emittedEvents(call)) {
        const { to, event } = await resolveConversation(state, call, happening);
        if (to.length > 0) deliverOwnEvent(state, parcel(call.at, event, to));
      }
    },
    /**
     * Delivers what a call has caused. Where nobody has installed the app it is for `fallback`, so that a receiver can be
     * tried without; where those who have may not see it, nobody is told.
     */
    async push(call: ApiCall, fallback: Authorization, wish: PushOptions): Promise<Delivery[]> {
      const deliveries: Delivery[] = [];
      for (const happening of emittedEvents(call)) {
        const { to, event } = await resolveConversation(state, call, happening);
        const installed = listAuthorizations(state, call.at).length > 0;
        const seen = wish.authorization ? [wish.authorization] : installed ? to : [fallback];
        if (seen.length > 0) deliveries.push(...(await deliverAll(state, parcel(call.at, event, seen, wish), wish)));
      }
      return deliveries;
    },
    /** Delivers an event that no call has caused. */
    pushEvent: (at: RunningWorkspace, event: EmittedEvent["event"], to: readonly Authorization[], wish: PushOptions) =>
      deliverAll(state, parcel(at, event, wish.authorization ? [wish.authorization] : to, wish), wish),
    sendUnasked(at: RunningWorkspace, event: EmittedEvent["event"], to: readonly Authorization[]): void {
      deliverOwnEvent(state, parcel(at, event, to));
    },
    /** apps.event.authorizations.list: everybody whom an event was for, to an app-level token. */
    authorizationsList(exchange: Exchange): Answer {
      const authorizations = contexts.get(readFields(exchange).get("event_context") ?? "");
      return jsonAnswer(authorizations ? { ok: true, authorizations } : { ok: false, error: "invalid_arguments" });
    },
    clear: () => contexts.clear(),
  };
}

async function resolveConversation(state: State, { at }: ApiCall, { event, channel, lifecycle }: EmittedEvent) {
  const conversation = await findConversation(at, channel);
  const spoken = event.type === "message" || event.type === "app_mention";
  const to = conversation ? listAuthorizations(state, at, { conversation, lifecycle }) : [];
  return { to, event: spoken && conversation ? { ...event, channel_type: conversation.kind } : event };
}
