import type { Channel } from "../../api/slack.ts";

/** @param setting the channel's id or, as users type it, its name with or without # */
export const isDefaultChannel = ({ id, name }: Channel, setting: string) =>
  setting === id || setting.replace(/^#/, "") === name;

/** @returns the name of the default channel; the setting itself while the channel is not in the list */
export const getChannelName = (channels: readonly Channel[] = [], setting: string) =>
  channels.find((channel) => isDefaultChannel(channel, setting))?.name ?? setting.replace(/^#/, "");
