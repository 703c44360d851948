import type { Area } from "../push/area.ts";

/** The area of a provider without a sandbox of its own. */
export const standardArea = (name: string): Area => ({
  name,
  words: { event: { event: "event" } },
  text: "text",
  options: [],
  usage: "--payload <json>",
});
