// The app's event subscription: delivers a workspace's events to the request URL, for one installation that may see them.
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

/** Options of events that are pushed on request. */
export interface PushOptions extends SendOptions {
  readonly url?: string | undefined;
  readonly forge?: Forgery | undefined;
  /** The installation the event is for, even if that may not see it. */
  readonly authorization?: Authorization | undefined;
  /** Another workspace's id for the envelope, as in a Slack Connect channel. */
  readonly team?: string | undefined;
}

export function createSlackEvents(state: State, origin: string) {
  const contexts = new Map<string, readonly Authorization[]>();
  const requestUrl = () => `${getReceiverOrigin(state, "slack", origin)}/api/integrations/slack/webhook`;

  function buildRequest(
    at: RunningWorkspace,
    event: EmittedEvent["event"],
    to: readonly Authorization[],
    options?: PushOptions,
  ): SignedRequest {
    const context = `4-${Buffer.from(JSON.stringify({ et: event.type, n: contexts.size })).toString("base64url")}`;
    contexts.set(context, to);
    const body = JSON.stringify(buildEnvelope(options?.team ?? at.workspace.team.id, event, to, context));
    return signedSlackRequest({ event: event.type, url: options?.url ?? requestUrl(), body, forge: options?.forge });
  }

  return {
    requestUrl,
    interactivityUrl: () => `${getReceiverOrigin(state, "slack", origin)}/api/v1/webhooks/slack/interactive`,
    /** Delivers the events that a call caused, if the switch `events` is on and an installation may see them. */
    async emit(call: ApiCall): Promise<void> {
      if (!state.behaviour.events) return;
      for (const emitted of emittedEvents(call)) {
        const { to, event } = await resolveConversation(state, call, emitted);
        if (to.length > 0) deliverOwnEvent(state, buildRequest(call.at, event, to));
      }
    },
    /**
     * Delivers the events that a call caused. If nobody has installed the app they are for `fallback`, so that a receiver can
     * be tried without an installation. If no installation may see an event, it is not delivered.
     */
    async push(call: ApiCall, fallback: Authorization, options: PushOptions): Promise<Delivery[]> {
      const deliveries: Delivery[] = [];
      for (const emitted of emittedEvents(call)) {
        const { to, event } = await resolveConversation(state, call, emitted);
        const installed = listAuthorizations(state, call.at).length > 0;
        const recipients = options.authorization ? [options.authorization] : installed ? to : [fallback];
        if (recipients.length > 0)
          deliveries.push(...(await deliverAll(state, buildRequest(call.at, event, recipients, options), options)));
      }
      return deliveries;
    },
    /** Delivers an event without a call. */
    pushEvent: (
      at: RunningWorkspace,
      event: EmittedEvent["event"],
      to: readonly Authorization[],
      options: PushOptions,
    ) =>
      deliverAll(
        state,
        buildRequest(at, event, options.authorization ? [options.authorization] : to, options),
        options,
      ),
    sendUnasked(at: RunningWorkspace, event: EmittedEvent["event"], to: readonly Authorization[]): void {
      deliverOwnEvent(state, buildRequest(at, event, to));
    },
    /** apps.event.authorizations.list: all installations an event was for. It needs the app-level token. */
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
