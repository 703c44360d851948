// GitHub's rate limit: requests per user and hour, over all apps: docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api

import { type Answer, jsonAnswer } from "../exchange.ts";
import type { Grant } from "../grants.ts";

const maxPerHour = 5000;
const hour = 3600;

export type Limits = ReturnType<typeof createLimits>;

export function createLimits(now: () => number = () => Math.floor(Date.now() / 1000)) {
  const windows = new Map<string, { used: number; reset: number }>();
  const getWindow = ({ account }: Grant) => {
    const open = windows.get(account);
    const window = open !== undefined && open.reset > now() ? open : { used: 0, reset: now() + hour };
    windows.set(account, window);
    return window;
  };
  const describeWindow = (grant: Grant) => {
    const { used, reset } = getWindow(grant);
    return { limit: maxPerHour, used, remaining: Math.max(maxPerHour - used, 0), reset };
  };
  return {
    /** Counts a request and adds the rate limit headers; a 304 is not counted. */
    countRequest(grant: Grant, answer: Answer): Answer {
      if (answer.status !== 304) getWindow(grant).used += 1;
      const headers = Object.entries({ ...describeWindow(grant), resource: "core" });
      const rateHeaders = headers.map(([name, value]) => [`x-ratelimit-${name}`, String(value)]);
      return { ...answer, headers: { ...answer.headers, ...Object.fromEntries(rateHeaders) } };
    },
    /** GET /rate_limit; it is not counted. */
    answerRateLimit: (grant: Grant): Answer =>
      jsonAnswer({ resources: { core: describeWindow(grant) }, rate: describeWindow(grant) }),
    clear: () => windows.clear(),
  };
}
