import type { CacheRefill } from "../../provider-client/cache-refill.ts";
import type { TokenSetName } from "../../store/connection.ts";
import { readCachedList } from "./api/cached-list.ts";
import { channelList } from "./api/channels.ts";
import { userList } from "./api/users.ts";

const keptName = /^(?:channels:(true|false|allowed)|users):(bot|user)$/;

/** The lists that a page opens with: the bot's channels with the private ones that it is allowed, the person's without. */
const listFirstNames = (set: string) => [`channels:${set === "bot" ? "allowed" : "false"}:${set}`, `users:${set}`];

/** The lists of channels and people that are kept, and for whoever's token there is those that a page opens with. */
export const slackCacheRefill: CacheRefill = {
  provider: "slack",
  async selectNames({ tokens }, kept) {
    const wanted = new Set([...kept, ...Object.keys(tokens).flatMap(listFirstNames)]);
    return [...wanted].filter((name) => keptName.test(name));
  },
  async refill(provider, request, name) {
    const [, channels, set] = keptName.exec(name) ?? [];
    const asked = { ...request, set: set as TokenSetName };
    if (channels === undefined) return readCachedList(provider, asked, { refresh: true }, userList());
    const includePrivate = channels === "allowed" ? channels : channels === "true";
    return readCachedList(provider, asked, { refresh: true }, channelList(includePrivate));
  },
};
