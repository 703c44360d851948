// What a card is made of, as clients send it: two generations of them, with other names for the same things.
import * as z from "zod";
import { channelName } from "../api/messages.ts";
import { dateInput } from "./dates.ts";

/** What a form leaves empty is as good as left out. */
const text = () => z.string().trim().max(40_000);

/** By Slack's id, by e-mail address or by name. */
const person = () => z.string().trim().max(254);

const extras = () => ({
  /** The id of a channel, or its name; the settings' `defaultChannel` unless given. */
  channel: channelName.optional(),
  links: z
    .array(z.object({ url: z.url({ protocol: /^https?$/ }).max(2000), title: z.string().trim().max(150).optional() }))
    .max(10)
    .optional(),
  /** Who else is to be told. */
  mentions: z.array(person().min(1)).max(10).optional(),
});

export const projectUpdate = z
  .object({
    ...extras(),
    projectName: text().min(1),
    updateType: text().optional(),
    status: text().optional(),
    details: text().optional(),
    message: text().optional(),
  })
  .transform(({ updateType, status, details, message, ...rest }, context) => ({
    ...rest,
    status: requireField(updateType || status, "updateType", context),
    details: requireField(details || message, "details", context),
  }));
export type ProjectUpdate = Omit<z.output<typeof projectUpdate>, "channel">;

export const taskNotification = z
  .object({
    ...extras(),
    task: text().optional(),
    title: text().optional(),
    assignee: person().nullish(),
    dueDate: dateInput().nullish(),
  })
  .transform(({ task, title, assignee, dueDate, ...rest }, context) => ({
    ...rest,
    ...(assignee ? { assignee } : {}),
    ...(dueDate ? { dueDate } : {}),
    task: requireField(task || title, "task", context),
  }));
export type TaskNotification = Omit<z.output<typeof taskNotification>, "channel">;

function requireField(value: string | undefined, field: string, context: z.RefinementCtx): string {
  if (value) return value;
  context.addIssue({ code: "custom", message: "is needed", path: [field] });
  return z.NEVER;
}
