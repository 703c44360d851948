// Requests that Slack sends without an event envelope: URL verification, rate limit warning, and interactions.

import { deliverAll } from "../push/deliver.ts";
import type { Delivery } from "../push/deliveries.ts";
import { personAuthorization } from "./authorizations.ts";
import { slackTimestamp } from "./emitted-events.ts";
import type { DirectEvent, PushContext, PushRequest } from "./push-request.ts";
import { appId } from "./seed.ts";
import { createSlackId, signedSlackRequest, verificationToken } from "./signed-request.ts";
import type { RunningWorkspace } from "./workspace.ts";

export function pushDirect(
  { state, events }: PushContext,
  at: RunningWorkspace,
  { event, from }: { readonly event: DirectEvent; readonly from: string },
  request: PushRequest,
): Promise<Delivery[]> {
  const { forge } = request;
  const pressed = event === "block_actions" || event === "view_submission";
  if (!pressed) {
    const body = JSON.stringify({ token: verificationToken, type: event, ...plainPayload(at, event, request) });
    return deliverAll(
      state,
      signedSlackRequest({ event, url: request.url ?? events.requestUrl(), body, forge }),
      request,
    );
  }
  const payload = { ...interactionPayload(at, event, from, request), ...request.payload };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  // No retries: a person is waiting (docs.slack.dev/interactivity/handling-user-interaction).
  const url = request.url ?? events.interactivityUrl();
  const type = "application/x-www-form-urlencoded";
  return deliverAll(state, signedSlackRequest({ event, url, body, type, forge }), { ...request, retry: false });
}

function plainPayload(at: RunningWorkspace, event: DirectEvent, { text }: PushRequest) {
  if (event === "url_verification") return { challenge: text.includes(" ") ? createSlackId(32).toLowerCase() : text };
  const minute_rate_limited = Math.floor(Date.now() / 60_000) * 60;
  return { team_id: at.workspace.team.id, minute_rate_limited, api_app_id: appId };
}

function interactionPayload(
  at: RunningWorkspace,
  type: DirectEvent,
  from: string,
  { channel = "general", text }: PushRequest,
) {
  const { team, name: domain } = at.workspace;
  const { user_id } = personAuthorization(at, from);
  const now = slackTimestamp();
  const where = { id: at.identifiers().outward(at.identifiers().inside(channel)), name: channel };
  const common = {
    type,
    user: { id: user_id, username: from, name: from, team_id: team.id },
    api_app_id: appId,
    token: verificationToken,
    trigger_id: `${Date.now()}.${createSlackId(12)}.${createSlackId(32).toLowerCase()}`,
    team: { id: team.id, domain },
    enterprise: null,
    is_enterprise_install: false,
  };
  if (type === "view_submission") {
    const values = { note: { note_text: { type: "plain_text_input", value: text } } };
    return { ...common, view: { id: `V${createSlackId(10)}`, type: "modal", callback_id: "note", state: { values } } };
  }
  const action = { type: "button", action_id: "task_done", block_id: "task", value: text, action_ts: now };
  return {
    ...common,
    container: { type: "message", message_ts: now, channel_id: where.id, is_ephemeral: false },
    channel: where,
    message: { type: "message", ts: now, text: "A card", user: user_id },
    response_url: "https://hooks.slack.com/actions/sandbox",
    actions: [{ ...action, text: { type: "plain_text", text: "Done" } }],
  };
}
