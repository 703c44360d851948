import type { Channel } from "../../api/slack.ts";

/** The setting names a channel by its id or, as people type it, by its name. */
export const isDefaultChannel = ({ id, name }: Channel, setting: string) =>
  setting === id || setting.replace(/^#/, "") === name;

/** What to call the set channel; the setting itself while the list does not know it. */
export const getChannelName = (channels: readonly Channel[] = [], setting: string) =>
  channels.find((channel) => isDefaultChannel(channel, setting))?.name ?? setting.replace(/^#/, "");
