// Repositories that a user has linked: their hooks, and the hourly sweep of what these could not deliver.
import * as z from "zod";
import type { Access, ChannelSource, Looked } from "../../channels/source.ts";
import { findProviderError } from "../../http/provider-error.ts";
import { log } from "../../log.ts";
import { count } from "../../metrics.ts";
import type { Channel, Sweep } from "../../store/channel.ts";
import { githubPage, githubSend } from "./api.ts";
import { deleteHook, hooksPath, openHook } from "./hooks.ts";
import { deliveries, seconds, swept } from "./sweep.ts";

const hour = 3600;

export const githubChannels: ChannelSource = {
  provider: "github",
  wanted: "chosen",
  lookEvery: hour,
  replaces: "before",
  open: openHook,
  stop: deleteHook,
  async look(access, channel, begin) {
    const before = channel.sweep ?? { until: channel.createdAt - 60, open: {} };
    const found = await failedOnes(access, channel, before.until);
    return found === "gone" ? found : askAgain(access, channel, swept(before, found, access.now), begin);
  },
};

/** 1,000 deliveries; what came before them in the same hour is not asked for. */
const mostPages = 10;

/** The deliveries since the last sweep, the latest first. GitHub keeps them for three days. */
async function failedOnes({ ...access }: Access, { target, remoteId }: Channel, since: number) {
  const found: z.output<typeof deliveries> = [];
  let path: string | undefined = `${hooksPath(target)}/${remoteId}/deliveries?per_page=100`;
  for (let pages = 0; path !== undefined && pages < mostPages; pages++) {
    const page = await pageOrNone(access, path);
    if (page === undefined) return "gone";
    const news = page.items.filter(({ delivered_at }) => seconds(delivered_at) >= since);
    found.push(...news);
    path = news.length < page.items.length ? undefined : page.next;
  }
  return found;
}

async function pageOrNone(access: Access, path: string) {
  return githubPage(access, path, deliveries).catch((error: unknown) => {
    if (findProviderError(error)?.kind === "absent") return undefined;
    throw error;
  });
}

/** Written down before it is asked for: whatever happens in between, nothing is asked for twice within the hour. */
async function askAgain(
  access: Access,
  { target, remoteId, provider }: Channel,
  { sweep, again, tooLarge, givenUp }: ReturnType<typeof swept>,
  begin: (sweep: Sweep) => Promise<boolean>,
): Promise<Looked> {
  if (tooLarge > 0) count("DeliveryTooLarge", { provider });
  if (givenUp > 0) count("DeliveryGivenUp", { provider });
  if (again.length > 0 && !(await begin(sweep))) return { sweep };
  for (const id of again) {
    const path = `${hooksPath(target)}/${remoteId}/deliveries/${id}/attempts`;
    await githubSend(access, "POST", path, z.unknown()).catch((error: unknown) => {
      const { kind: reason = "unknown" } = findProviderError(error) ?? {};
      log.warn("a delivery could not be asked for again", { provider, reason });
      // The next hour brings another attempt; a token or a limit ends this sweep.
      if (["token", "rate", "reconnect"].includes(reason)) throw error;
    });
    count("DeliveryAskedAgain", { provider });
  }
  return { sweep, ...(sweep.tooLargeAt === undefined ? {} : { error: tooLargeText }) };
}

const tooLargeText = "An event was too large and could not be received.";
