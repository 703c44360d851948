// Deliveries with payloads from the providers' documentation, in the form that the worker passes to `events.ts`.
import type { Delivery, ParsedDelivery } from "../../../lib/webhooks/webhook-source.ts";

export function createDelivery(content: unknown, over: Partial<Delivery> = {}): Delivery {
  const body = typeof content === "string" ? content : JSON.stringify(content);
  return {
    deliveryId: "r-1",
    kind: "event",
    providerDeliveryId: undefined,
    headers: {},
    body: Buffer.from(body),
    receivedAt: 1_800_000_000,
    link: undefined,
    ...over,
  };
}

export const getDedupeKeys = (reading: ParsedDelivery): readonly string[] =>
  "dedupeKeys" in reading ? reading.dedupeKeys : [];

export const team = "T0ACME001";
const app = "A0PATCHBAY";

/** docs.slack.dev/apis/events-api#callback-field */
export function slackEnvelope(event: object, over: Record<string, unknown> = {}) {
  return {
    team_id: team,
    context_team_id: team,
    context_enterprise_id: null,
    api_app_id: app,
    event,
    type: "event_callback",
    event_id: "Ev0PV52K25",
    event_time: 1_800_000_000,
    authorizations: [
      { enterprise_id: null, team_id: team, user_id: "U0ACMEBOT", is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event_context: "4-eyJldCI6Im1lc3NhZ2UifQ",
    ...over,
  };
}

export const slackMessage = (over: object = {}) => ({
  type: "message",
  channel: "C0GENERAL",
  user: "U0ACMEADA",
  text: "Can you send the report by Friday?",
  ts: "1800000000.000100",
  event_ts: "1800000000.000100",
  channel_type: "channel",
  team,
  ...over,
});

const octo = { id: 583_231, login: "octo", type: "User" };

/** docs.github.com/en/webhooks/webhook-events-and-payloads */
export const githubEvent = (over: Record<string, unknown> = {}) => ({
  sender: octo,
  repository: {
    id: 1_296_269,
    full_name: "octo/hello-world",
    html_url: "https://github.com/octo/hello-world",
    private: true,
    owner: octo,
  },
  ...over,
});

export const githubIssue = (over: Record<string, unknown> = {}) => ({
  id: 73_464_126,
  number: 2,
  title: "Spelling error in the README file",
  body: "@mona please fix it by Friday. <!-- a template's hint -->",
  html_url: "https://github.com/octo/hello-world/issues/2",
  user: octo,
  assignees: [],
  created_at: "2027-01-15T08:00:00Z",
  updated_at: "2027-01-15T08:00:00Z",
  ...over,
});

/** developers.figma.com/docs/rest-api/webhooks-events */
export const figmaPayload = (over: Record<string, unknown> = {}) => ({
  event_type: "FILE_UPDATE",
  webhook_id: "22",
  timestamp: "2027-01-15T08:00:00Z",
  file_key: "zH3RkXzQ",
  file_name: "Landing page",
  triggered_by: { id: "813845097374535682", handle: "Ada" },
  retries: 0,
  protocol_version: "2",
  ...over,
});
