// Cards that clients ask for: docs.slack.dev/block-kit
import { type Card, context, divider, type Field, fields, header, paragraph } from "./card-blocks.ts";
import type { ProjectUpdate, TaskNotification } from "./card-requests.ts";
import { plainTime, shownTime } from "./due-date.ts";
import { escaped, linked } from "./escape.ts";

/** What stands for a person, in Slack's markup. */
export type Mention = (person: string) => string;

/** Slack advises 4,000 characters. */
const longestFallback = 3000;

interface Extras {
  readonly links?: ProjectUpdate["links"];
  readonly mentions?: ProjectUpdate["mentions"];
}

/** @param now epoch seconds */
export function projectUpdateCard(update: ProjectUpdate, mention: Mention, now: number): Card {
  const { projectName, status, details } = update;
  return {
    text: escaped(`Project update: ${projectName}: ${status}: ${details}`, longestFallback),
    blocks: [
      header(`Project update: ${projectName}`),
      fields([
        ["Project", { text: projectName }],
        ["Update", { text: status }],
      ]),
      paragraph(details),
      ...ending(update, mention, now),
    ],
  };
}

/** @param now epoch seconds */
export function taskCard(notification: TaskNotification, mention: Mention, now: number): Card {
  const { task, assignee, dueDate } = notification;
  const facts: Field[] = [
    ...(assignee ? [["Assignee", { markup: mention(assignee) }] as const] : []),
    ...(dueDate ? [["Due", { markup: shownTime(dueDate) }] as const] : []),
  ];
  const due = dueDate ? `, due ${plainTime(dueDate)}` : "";
  return {
    text: `Task: ${escaped(task, longestFallback - 200)}${due}`,
    blocks: [
      header(`Task: ${task}`),
      paragraph(task),
      ...(facts.length > 0 ? [fields(facts)] : []),
      ...ending(notification, mention, now),
    ],
  };
}

function ending({ links = [], mentions = [] }: Extras, mention: Mention, now: number): Card["blocks"] {
  const told = mentions.map(mention).join(" ");
  const where = links.map(({ url, title }) => linked(url, title || url));
  return [
    ...(where.length > 0 ? [context(where)] : []),
    divider,
    context([...(told === "" ? [] : [told]), shownTime(new Date(now * 1000).toISOString())]),
  ];
}
