// The cards of the endpoints for project updates and tasks: docs.slack.dev/block-kit
import { escapeText, formatLink } from "../escape-text.ts";
import { type Card, context, divider, type Field, fields, header, paragraph } from "./blocks.ts";
import { formatTimeMarkup, formatTimeText } from "./dates.ts";
import { describeUpdate } from "./project-updates.ts";
import type { ProjectUpdate, TaskNotification } from "./requests.ts";

/** Returns a person's mention in Slack's markup, or their escaped name. */
export type MentionFormatter = (person: string) => string;

/** Slack recommends up to 4,000 characters. */
const maxFallbackLength = 3000;

interface Extras {
  readonly links?: ProjectUpdate["links"];
  readonly mentions?: ProjectUpdate["mentions"];
}

/** @param now epoch seconds */
export function toProjectUpdateCard(update: ProjectUpdate, mention: MentionFormatter, now: number): Card {
  const { projectName, status, details } = update;
  const headline = `${describeUpdate(status)}: ${projectName}`;
  return {
    text: escapeText([headline, status, details].filter(Boolean).join(": "), maxFallbackLength),
    blocks: [
      header(headline),
      fields([
        ["Project", { text: projectName }],
        ["Update", { text: status }],
      ]),
      ...(details ? [paragraph(details)] : []),
      ...buildFooter(update, mention, now),
    ],
  };
}

/** @param now epoch seconds */
export function toTaskCard(notification: TaskNotification, mention: MentionFormatter, now: number): Card {
  const { task, assignee, dueDate } = notification;
  const facts: Field[] = [
    ...(assignee ? [["Assignee", { markup: mention(assignee) }] as const] : []),
    ...(dueDate ? [["Due", { markup: formatTimeMarkup(dueDate) }] as const] : []),
  ];
  const due = dueDate ? `, due ${formatTimeText(dueDate)}` : "";
  return {
    text: `Task: ${escapeText(task, maxFallbackLength - 200)}${due}`,
    blocks: [
      header(`Task: ${task}`),
      paragraph(task),
      ...(facts.length > 0 ? [fields(facts)] : []),
      ...buildFooter(notification, mention, now),
    ],
  };
}

function buildFooter({ links = [], mentions = [] }: Extras, mention: MentionFormatter, now: number): Card["blocks"] {
  const mentionedPeople = mentions.map(mention).join(" ");
  const formattedLinks = links.map(({ url, title }) => formatLink(url, title || url));
  return [
    ...(formattedLinks.length > 0 ? [context(formattedLinks)] : []),
    divider,
    context([
      ...(mentionedPeople === "" ? [] : [mentionedPeople]),
      formatTimeMarkup(new Date(now * 1000).toISOString()),
    ]),
  ];
}
