// The registry of providers whose lists are kept.
import type { CacheRefill } from "../provider-client/cache-refill.ts";
import { figmaCacheRefill } from "./figma/refill-caches.ts";
import { slackCacheRefill } from "./slack/refill-caches.ts";

const cacheRefills: readonly CacheRefill[] = [figmaCacheRefill, slackCacheRefill];

/** How a provider's kept answers are loaded again; undefined if it is asked at every request. */
export const findCacheRefill = (provider: string): CacheRefill | undefined =>
  cacheRefills.find((refill) => refill.provider === provider);
