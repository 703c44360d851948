import type { CacheRefill } from "../../provider-client/cache-refill.ts";
import type { TokenSetName } from "../../store/connection.ts";
import { readCachedList } from "./api/cached-list.ts";
import { channelList } from "./api/channels.ts";
import { userList } from "./api/users.ts";

const keptName = /^(?:(channels):(true|false)|(users)):(bot|user)$/;

/** The lists of channels and people that are kept, and for whoever's token there is the two that a page opens with. */
export const slackCacheRefill: CacheRefill = {
  provider: "slack",
  async selectNames({ tokens }, kept) {
    const first = Object.keys(tokens).flatMap((set) => [`channels:false:${set}`, `users:${set}`]);
    return [...new Set([...kept, ...first])].filter((name) => keptName.test(name));
  },
  async refill(provider, request, name) {
    const [, channels, includePrivate, , set] = keptName.exec(name) ?? [];
    const asked = { ...request, set: set as TokenSetName };
    if (channels) return readCachedList(provider, asked, { refresh: true }, channelList(includePrivate === "true"));
    return readCachedList(provider, asked, { refresh: true }, userList());
  },
};
