// How many requests a user has left this hour, over all apps: docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api

import { type Answer, jsonAnswer } from "../exchange.ts";
import type { Grant } from "../grants.ts";

const maxPerHour = 5000;
const hour = 3600;

export type Limits = ReturnType<typeof createLimits>;

export function createLimits(now: () => number = () => Math.floor(Date.now() / 1000)) {
  const windows = new Map<string, { used: number; reset: number }>();
  const windowOf = ({ account }: Grant) => {
    const open = windows.get(account);
    const window = open !== undefined && open.reset > now() ? open : { used: 0, reset: now() + hour };
    windows.set(account, window);
    return window;
  };
  const numbers = (grant: Grant) => {
    const { used, reset } = windowOf(grant);
    return { limit: maxPerHour, used, remaining: Math.max(maxPerHour - used, 0), reset };
  };
  return {
    /** Adds the headers; what has not changed since the caller saw it is not counted. */
    counted(grant: Grant, answer: Answer): Answer {
      if (answer.status !== 304) windowOf(grant).used += 1;
      const headers = Object.entries({ ...numbers(grant), resource: "core" });
      const named = headers.map(([name, value]) => [`x-ratelimit-${name}`, String(value)]);
      return { ...answer, headers: { ...answer.headers, ...Object.fromEntries(named) } };
    },
    /** GET /rate_limit, which does not count itself. */
    told: (grant: Grant): Answer => jsonAnswer({ resources: { core: numbers(grant) }, rate: numbers(grant) }),
    clear: () => windows.clear(),
  };
}
