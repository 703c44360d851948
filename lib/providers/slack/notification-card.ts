import type { Notification } from "../../store/notifications.ts";
import { type Card, context, header, list, paragraph } from "./card-blocks.ts";
import { isTime, plainTime, shownTime } from "./due-date.ts";
import { escaped, linked } from "./escape.ts";

/** What happened at a provider, as a channel reads it. @param from the provider's name */
export function notificationCard(happened: Notification, from: string): Card {
  const { title, excerpt, source, actionItems, participants, at } = happened;
  const who = participants.slice(0, 10).join(", ");
  const shownAt = isTime(at) ? [shownTime(at)] : [];
  return {
    text: escaped(`${from}: ${title}`, 500),
    blocks: [
      header(title || from),
      ...(excerpt === "" || excerpt === title ? [] : [paragraph(excerpt)]),
      ...(actionItems.length === 0 ? [] : [list(actionItems.map(todo))]),
      context([linked(source.url, `Open in ${from}`), ...(who === "" ? [] : [escaped(who, 500)]), ...shownAt]),
    ],
  };
}

function todo({ text, assignee, due }: Notification["actionItems"][number]): string {
  const until = due !== undefined && isTime(due) ? `by ${plainTime(due)}` : "";
  const more = [assignee ?? "", until].filter((part) => part !== "").join(", ");
  return more === "" ? text : `${text} (${more})`;
}
