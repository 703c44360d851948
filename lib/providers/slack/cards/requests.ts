// Request bodies for cards. Two generations of clients use different field names for the same content.
import * as z from "zod";
import { channelName } from "../api/messages.ts";
import { type WorkspaceNames, workspaceNames } from "../api/named-workspace.ts";
import { dateInput } from "./dates.ts";

/** Empty texts are allowed, because forms send them for fields that were left empty. */
const text = () => z.string().trim().max(40_000);

/** A person by Slack id, email address or name. */
const person = () => z.string().trim().max(254);

const extras = () => ({
  ...workspaceNames(),
  /** The id or name of a channel; defaults to the settings' `defaultChannel`. */
  channel: channelName.optional(),
  links: z
    .array(z.object({ url: z.url({ protocol: /^https?$/ }).max(2000), title: z.string().trim().max(150).optional() }))
    .max(10)
    .optional(),
  /** People to mention besides the assignee. */
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
  .meta({ examples: [{ channel: "C0ACME4", projectName: "Atlas", updateType: "completed", details: "All shipped." }] })
  .transform(({ updateType, status, details, message, ...rest }, context) => ({
    ...rest,
    status: requireField(updateType || status, "updateType", context),
    details: details || message || "",
  }));
export type ProjectUpdate = Omit<z.output<typeof projectUpdate>, "channel" | keyof WorkspaceNames>;

export const taskNotification = z
  .object({
    ...extras(),
    task: text().optional(),
    title: text().optional(),
    taskTitle: text().optional(),
    assignee: person().nullish(),
    dueDate: dateInput().nullish(),
  })
  .meta({ examples: [{ channel: "C0ACME4", taskTitle: "Ship it", assignee: "Ada", dueDate: "2026-12-01" }] })
  .transform(({ task, title, taskTitle, assignee, dueDate, ...rest }, context) => ({
    ...rest,
    ...(assignee ? { assignee } : {}),
    ...(dueDate ? { dueDate } : {}),
    task: requireField(task || title || taskTitle, "task", context),
  }));
export type TaskNotification = Omit<z.output<typeof taskNotification>, "channel" | keyof WorkspaceNames>;

function requireField(value: string | undefined, field: string, context: z.RefinementCtx): string {
  if (value) return value;
  context.addIssue({ code: "custom", message: "is needed", path: [field] });
  return z.NEVER;
}
