import type { Area } from "../push/area.ts";

export const gmailArea: Area = {
  name: "gmail",
  words: { mail: { event: "mail" }, notification: { event: "notification" } },
  text: "subject",
  renamed: { body: "text", "history-id": "historyId" },
  options: ["from", "to", "body", "history-id"],
  whyUnheard:
    "no connected account watches that mailbox. Connect Gmail with that address, and switch “Receive changes live” on in its settings.",
  usage: "--to ada@example.com  --from <address>  --body <text>  --history-id <id>",
};

export const calendarArea: Area = {
  name: "calendar",
  words: {
    event: { event: "event" },
    update: { event: "event", action: "updated" },
    delete: { event: "event", action: "deleted" },
    exists: { event: "exists" },
    sync: { event: "sync" },
  },
  text: "subject",
  renamed: { body: "text" },
  options: ["to", "calendar", "channel", "action", "body", "id", "uid", "start", "minutes"],
  numbers: ["minutes"],
  whyUnheard:
    "no connected account watches that calendar. Connect Google Calendar with that address, and switch “Receive changes live” on in its settings.",
  usage:
    "--to ada@example.com  --calendar <id>  --id <event>  --uid <iCalUID>  --start 2026-12-01T09:00:00Z  --minutes 30  --channel <id>",
};
