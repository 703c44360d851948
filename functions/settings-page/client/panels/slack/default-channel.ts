import type { Channel } from "../../api/slack.ts";

/** The setting names a channel by its id or, as people type it, by its name. */
export const isDefault = ({ id, name }: Channel, setting: string) =>
  setting === id || setting.replace(/^#/, "") === name;

/** What to call the set channel; the setting itself while the list does not know it. */
export const nameOf = (channels: readonly Channel[] = [], setting: string) =>
  channels.find((channel) => isDefault(channel, setting))?.name ?? setting.replace(/^#/, "");
