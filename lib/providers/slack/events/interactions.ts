import type { Provider } from "../../../oauth/definition.ts";
import { parseJsonBody, parsePayload } from "../../../webhooks/parse-payload.ts";
import type { Delivery, ParsedDelivery } from "../../../webhooks/webhook-source.ts";
import { recordMessageActivity } from "../activity.ts";
import { readMessageContent } from "../message-content.ts";
import { type BlockActions, blockActions, interaction } from "./schemas.ts";

/**
 * A pressed button is an activity for everyone who sees its message. All other interactions are ignored, because we create no
 * forms, menus or shortcuts (docs.slack.dev/reference/interaction-payloads).
 */
export function parseInteraction(provider: Provider, { body, receivedAt }: Delivery): ParsedDelivery {
  const content = parseJsonBody(body);
  const { type } = parsePayload(interaction(), content);
  if (type !== "block_actions") return { kind: "interaction", ignored: "unused" };
  const found = parsePayload(blockActions(), content);
  const { trigger_id, channel, message, actions } = found;
  const team = found.is_enterprise_install ? (found.enterprise?.id ?? found.team?.id) : found.team?.id;
  const [action] = actions ?? [];
  const pressedAt = action?.action_ts ?? undefined;
  // Only one person sees such a message: docs.slack.dev/messaging/sending-and-scheduling-messages
  const isEphemeral = (found.container?.is_ephemeral ?? false) !== false;
  const isUsed = team !== undefined && channel && message && !isEphemeral && (trigger_id ?? pressedAt) !== undefined;
  if (!isUsed) return { kind: type, ignored: "unused" };
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
        text: readMessageContent(message),
        authorId: found.user.id,
        authorName: found.user.name ?? undefined,
        isDirect: false,
        action: describeAction(action),
      }),
  };
}

type Action = NonNullable<BlockActions["actions"]>[number];

const describeAction = (action: Action | undefined): string =>
  action?.text?.text ? `pressed “${action.text.text}”` : "used a button";
