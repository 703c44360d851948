import type { Provider } from "../../../oauth/definition.ts";
import { parseJsonBody, parsePayload } from "../../../webhooks/parse-payload.ts";
import type { Delivery, ParsedDelivery } from "../../../webhooks/webhook-source.ts";
import { recordMessageActivity } from "../activity.ts";
import { type Interaction, interaction } from "./schemas.ts";

/**
 * A pressed button is an activity for everyone who sees its message. All other interactions are ignored, because we create no
 * forms, menus or shortcuts (docs.slack.dev/reference/interaction-payloads).
 */
export function parseInteraction(provider: Provider, { body, receivedAt }: Delivery): ParsedDelivery {
  const found = parsePayload(interaction(), parseJsonBody(body));
  const { type, trigger_id, channel, message, actions } = found;
  const team = found.is_enterprise_install ? (found.enterprise?.id ?? found.team?.id) : found.team?.id;
  if (type !== "block_actions" || team === undefined) return { kind: "interaction", ignored: "unused" };
  const [action] = actions ?? [];
  const pressedAt = action?.action_ts;
  if (!channel || !message || (trigger_id ?? pressedAt) === undefined) return { kind: type, ignored: "unused" };
  const name = [team, found.user.id, trigger_id ?? "", pressedAt ?? ""].join("#");
  return {
    kind: type,
    dedupeKeys: [`interaction#${name}`],
    eventRoutes: [team],
    occurredAt: Math.floor(Number(pressedAt ?? receivedAt)),
    work: (context) =>
      recordMessageActivity(context, provider, {
        key: `interaction#${name}`,
        kind: "interaction",
        installation: { team, person: undefined },
        channel: channel.id,
        ts: message.ts,
        thread: message.thread_ts ?? undefined,
        text: message.text ?? "",
        authorId: found.user.id,
        authorName: found.user.name ?? undefined,
        isDirect: false,
        action: describeAction(action),
      }),
  };
}

type Action = NonNullable<Interaction["actions"]>[number];

const describeAction = (action: Action | undefined): string =>
  action?.text?.text ? `pressed “${action.text.text}”` : "used a button";
