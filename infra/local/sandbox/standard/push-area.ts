import type { Area } from "../push/area.ts";

/** The area of a provider without a sandbox of its own. */
export const standardArea = (name: string): Area => ({
  name,
  words: { event: { event: "event" } },
  text: "text",
  options: [],
  whyUnheard: `nobody has connected ${name}. Connect it on the settings page first.`,
  usage: "--payload <json>",
});
