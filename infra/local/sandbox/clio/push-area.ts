import type { Area } from "../push/area.ts";

export const clioArea: Area = {
  name: "clio",
  words: { contact: { event: "updated" }, created: { event: "created" }, deleted: { event: "deleted" } },
  text: "text",
  options: ["contact"],
  numbers: ["contact"],
  whyUnheard:
    "no webhook is on. Connect Clio on the settings page, leave “Receive changes live” on, and wait until its webhook is open.",
  usage: "--contact 8001",
};
