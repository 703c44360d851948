// What Slack sends without an event around it: the URL check, the flood warning, and what people press.
import type { Delivery } from "../push/deliveries.ts";
import { deliver } from "../push/sender.ts";
import { asPerson } from "./authorizations.ts";
import { slackId, slackParcel, verificationToken } from "./delivery.ts";
import { timestamp } from "./happenings.ts";
import type { Direct, Pushed, Pusher } from "./push-request.ts";
import { appId } from "./seed.ts";
import type { RunningWorkspace } from "./workspace.ts";

export function pushDirect(
  { state, events }: Pusher,
  at: RunningWorkspace,
  event: Direct,
  from: string,
  wish: Pushed,
): Promise<Delivery[]> {
  const { forge } = wish;
  const pressed = event === "block_actions" || event === "view_submission";
  if (!pressed) {
    const body = JSON.stringify({ token: verificationToken, type: event, ...plain(at, event, wish) });
    return deliver(state, slackParcel({ event, url: wish.url ?? events.requestUrl(), body, forge }), wish);
  }
  const payload = { ...interaction(at, event, from, wish), ...wish.payload };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  // Slack asks once: the person is waiting (docs.slack.dev/interactivity/handling-user-interaction).
  const url = wish.url ?? events.interactivityUrl();
  const type = "application/x-www-form-urlencoded";
  return deliver(state, slackParcel({ event, url, body, type, forge }), { ...wish, retry: false });
}

function plain(at: RunningWorkspace, event: Direct, { text }: Pushed) {
  if (event === "url_verification") return { challenge: text.includes(" ") ? slackId(32).toLowerCase() : text };
  const minute_rate_limited = Math.floor(Date.now() / 60_000) * 60;
  return { team_id: at.workspace.team.id, minute_rate_limited, api_app_id: appId };
}

function interaction(at: RunningWorkspace, type: Direct, from: string, { channel = "general", text }: Pushed) {
  const { team, name: domain } = at.workspace;
  const { user_id } = asPerson(at, from);
  const now = timestamp();
  const where = { id: at.identifiers().outward(at.identifiers().inside(channel)), name: channel };
  const common = {
    type,
    user: { id: user_id, username: from, name: from, team_id: team.id },
    api_app_id: appId,
    token: verificationToken,
    trigger_id: `${Date.now()}.${slackId(12)}.${slackId(32).toLowerCase()}`,
    team: { id: team.id, domain },
    enterprise: null,
    is_enterprise_install: false,
  };
  if (type === "view_submission") {
    const values = { note: { note_text: { type: "plain_text_input", value: text } } };
    return { ...common, view: { id: `V${slackId(10)}`, type: "modal", callback_id: "note", state: { values } } };
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
