import type { Notification } from "../../../store/notifications.ts";
import { escapeText, formatLink } from "../escape-text.ts";
import { type Card, context, header, list, paragraph } from "./blocks.ts";
import { formatTimeMarkup, formatTimeText, isIsoTime } from "./dates.ts";

/** The card for an activity of any provider. @param providerName the provider's display name */
export function toNotificationCard(notification: Notification, providerName: string): Card {
  const { title, excerpt, source, actionItems, participants, at } = notification;
  const who = participants.slice(0, 10).join(", ");
  const shownAt = isIsoTime(at) ? [formatTimeMarkup(at)] : [];
  return {
    text: escapeText(`${providerName}: ${title}`, 500),
    blocks: [
      header(title || providerName),
      ...(excerpt === "" || excerpt === title ? [] : [paragraph(excerpt)]),
      ...(actionItems.length === 0 ? [] : [list(actionItems.map(formatActionItem))]),
      context([
        formatLink(source.url, `Open in ${providerName}`),
        ...(who === "" ? [] : [escapeText(who, 500)]),
        ...shownAt,
      ]),
    ],
  };
}

function formatActionItem({ text, assignee, due }: Notification["actionItems"][number]): string {
  const until = due !== undefined && isIsoTime(due) ? `by ${formatTimeText(due)}` : "";
  const more = [assignee ?? "", until].filter((part) => part !== "").join(", ");
  return more === "" ? text : `${text} (${more})`;
}
