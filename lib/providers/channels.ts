// The registry of providers that push over channels of ours.
import type { ChannelSource } from "../channels/source.ts";
import { calendarChannels } from "./calendar/channels.ts";
import { figmaChannels } from "./figma/channels.ts";
import { githubChannels } from "./github/channels.ts";
import { gmailChannels } from "./gmail/channels.ts";

const sources: readonly ChannelSource[] = [figmaChannels, githubChannels, gmailChannels, calendarChannels];

/** A provider's channels; undefined where it has none that we open. */
export const channelSourceOf = (provider: string): ChannelSource | undefined =>
  sources.find((source) => source.provider === provider);
