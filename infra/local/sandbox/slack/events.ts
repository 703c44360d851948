// The app's event subscription: what happens in a workspace goes to its request URL, for one of the installations that may see it.
import { type Answer, type Exchange, fields, json } from "../messages.ts";
import type { Delivery } from "../push/deliveries.ts";
import { receiverOf } from "../push/request.ts";
import { deliver, deliverUnasked, type Parcel, type Sending } from "../push/sender.ts";
import type { State } from "../state.ts";
import { type Authorization, authorizationsFor } from "./authorizations.ts";
import { findConversation } from "./channel.ts";
import { envelope, type Forgery, slackParcel } from "./delivery.ts";
import { type Call, type Happening, happenings } from "./happenings.ts";
import type { RunningWorkspace } from "./workspace.ts";

export type SlackEvents = ReturnType<typeof createSlackEvents>;

/** How a pushed event differs from one that the provider sends by itself. */
export interface Wish extends Sending {
  readonly url?: string | undefined;
  readonly forge?: Forgery | undefined;
  /** The installation it is for, whatever that may see. */
  readonly authorization?: Authorization | undefined;
  /** Another workspace's id on the envelope, as in a Slack Connect channel. */
  readonly team?: string | undefined;
}

export function createSlackEvents(state: State, origin: string) {
  const contexts = new Map<string, readonly Authorization[]>();
  const requestUrl = () => `${receiverOf(state, "slack", origin)}/api/integrations/slack/webhook`;

  function parcel(at: RunningWorkspace, event: Happening["event"], to: readonly Authorization[], wish?: Wish): Parcel {
    const context = `4-${Buffer.from(JSON.stringify({ et: event.type, n: contexts.size })).toString("base64url")}`;
    contexts.set(context, to);
    const body = JSON.stringify(envelope(wish?.team ?? at.workspace.team.id, event, to, context));
    return slackParcel({ event: event.type, url: wish?.url ?? requestUrl(), body, forge: wish?.forge });
  }

  return {
    requestUrl,
    interactivityUrl: () => `${receiverOf(state, "slack", origin)}/api/v1/webhooks/slack/interactive`,
    /** Delivers what a call has caused; without the switch `events`, or where no installation may see it, nothing. */
    async happened(call: Call): Promise<void> {
      if (!state.behaviour.events) return;
      for (const happening of happenings(call)) {
        const { to, event } = await placed(state, call, happening);
        if (to.length > 0) deliverUnasked(state, parcel(call.at, event, to));
      }
    },
    /**
     * Delivers what a call has caused. Where nobody has installed the app it is for `fallback`, so that a receiver can be
     * tried without; where those who have may not see it, nobody is told.
     */
    async push(call: Call, fallback: Authorization, wish: Wish): Promise<Delivery[]> {
      const deliveries: Delivery[] = [];
      for (const happening of happenings(call)) {
        const { to, event } = await placed(state, call, happening);
        const installed = authorizationsFor(state, call.at).length > 0;
        const seen = wish.authorization ? [wish.authorization] : installed ? to : [fallback];
        if (seen.length > 0) deliveries.push(...(await deliver(state, parcel(call.at, event, seen, wish), wish)));
      }
      return deliveries;
    },
    /** Delivers an event that no call has caused. */
    pushEvent: (at: RunningWorkspace, event: Happening["event"], to: readonly Authorization[], wish: Wish) =>
      deliver(state, parcel(at, event, wish.authorization ? [wish.authorization] : to, wish), wish),
    sendUnasked(at: RunningWorkspace, event: Happening["event"], to: readonly Authorization[]): void {
      deliverUnasked(state, parcel(at, event, to));
    },
    /** apps.event.authorizations.list: everybody whom an event was for, to an app-level token. */
    authorizationsList(exchange: Exchange): Answer {
      const authorizations = contexts.get(fields(exchange).get("event_context") ?? "");
      return json(authorizations ? { ok: true, authorizations } : { ok: false, error: "invalid_arguments" });
    },
    clear: () => contexts.clear(),
  };
}

async function placed(state: State, { at }: Call, { event, channel, lifecycle }: Happening) {
  const conversation = await findConversation(at, channel);
  const spoken = event.type === "message" || event.type === "app_mention";
  const to = conversation ? authorizationsFor(state, at, { conversation, lifecycle }) : [];
  return { to, event: spoken && conversation ? { ...event, channel_type: conversation.kind } : event };
}
